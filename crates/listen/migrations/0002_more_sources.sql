-- What a source asks for beyond its address, as JSON: the query that narrows a stream, the columns of an export.
alter table source add column options text;
-- Where a stream goes on, in microseconds since 1970, to the minute: a moment of the stream and of nobody's post.
alter table source add column cursor text;
