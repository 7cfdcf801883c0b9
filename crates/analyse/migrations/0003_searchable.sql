-- What search says of a published text beside its words.
create view shared_finding as
  select mention_no, story_id, lang, sentiment, need from finding where kind <> 'public';

-- Stories that may ever be shown, in the order in which they last changed. Five is the least threshold there is.
create index story_shown on story (epoch, story_id) where peak >= 5;
create view shared_story as
  select story_id, headline, headline_lang, terms, last_ms, peak, facets, epoch from story where peak >= 5;
