"""Cards out of a document, by rules: who, what was wrong, what was done, what came of it; nothing is invented.

`units` finds who, `roles` what each sentence does, `practices` where one practice ends and the next begins.
"""
