"""Text of comments: Markdown and mentions."""
