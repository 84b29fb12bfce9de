//! Digest arithmetic and challenge parsing, shared by redirection and WS-Management.
