"""What turns commands into proposals: the `Parser` protocol and the embedded grammar."""
