"""The rumour desk: what people ask about, what is the same, who answers it, and who is told."""
