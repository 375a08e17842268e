"""How people ask: Telegram, a console and the command line; the only asynchronous code."""
