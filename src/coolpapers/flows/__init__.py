"""The verbs that join rooms: plain functions with the opened parts as arguments."""
