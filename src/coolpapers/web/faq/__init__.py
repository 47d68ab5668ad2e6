"""Questions and answers on pages: who asks for what, how answers are shown while they grow."""
