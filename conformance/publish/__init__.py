"""What is made of reports for people and for other programs. Nothing here starts a runtime."""
