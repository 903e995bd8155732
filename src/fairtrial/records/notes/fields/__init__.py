"""What the words that reach one name make of it: status, response, reason, purpose and dose."""
