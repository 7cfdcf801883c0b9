-- The hours of stories that may ever be shown (five is the least threshold there is), with all that a sum over them reads.
create index story_hour_shown on story_hour (hour_ms, voices, items) where voices >= 5;
