# What the program itself says, on its command line and when two of them meet.

check-database-url = The database is not named rightly. Write sqlite:PATH or postgres://user:password@host/name.
check-sqlite-too-old = This SQLite can damage a database. Candor needs 3.51.3 or later; build it with the one it brings along.
check-postgres-too-old = This PostgreSQL server is too old. Candor needs version 15 or later.
check-migration-changed = A step that already changed this database has other text now. Run the release that made it, or restore a backup.
check-policy = The policy of warnings has a fault.
error-conflict = Someone else changed this first. Look again, then decide.
error-heard-elsewhere = Another process stored something at the same moment. Nothing was lost; try again.
error-import-order = The part of the file before this one is not stored. Import the file again: it goes on where it stopped.
error-row = A row of the file cannot be read.
error-label = A label is not known. Sentiment is labelled pos, neg or neu; a department has a name.
error-labels-few = There is too little to learn from. At least two different labels are needed, and some texts of each.
error-model = The model cannot be used. Make it with candor train.
import-kind = The kind of source is not known. Write institution, press or public.
check-mail-from = The sender of mail (mail.from) cannot be read; write name <address>.
check-mail-security = Mail goes over the network only with TLS; set mail.security to "starttls" or "tls".
