"""Reading a paper with a language model: its text, the models, what they are asked and told."""
