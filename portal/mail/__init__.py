"""Mail: the queue of outgoing messages and its delivery."""
