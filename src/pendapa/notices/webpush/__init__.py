"""Web Push as the standards have it: messages encrypted for one browser (RFC 8291), senders that say who they are
(RFC 8292)."""
