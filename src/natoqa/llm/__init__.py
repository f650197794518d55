"""Answers written by an LLM, under the same proof. Nothing here is imported unless one is set."""
