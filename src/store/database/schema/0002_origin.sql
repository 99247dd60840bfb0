-- The audit keeps where each change came from: the interface, the client, the request.

-- JSON; nothing of entries that earlier versions wrote.
ALTER TABLE audit ADD COLUMN origin TEXT;
