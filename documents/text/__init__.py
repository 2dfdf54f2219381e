"""Text: content, kinds, locators, marks, numerals, symbols and tokens. No database."""
