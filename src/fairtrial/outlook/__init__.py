"""What follows from the findings: possible reasons, options, questions and payers' policies, each line with its sources."""
