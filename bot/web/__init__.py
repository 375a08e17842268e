"""The page in the browser: input, layout and delivery over the application room."""
