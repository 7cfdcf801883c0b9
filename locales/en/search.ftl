# Search over what was published and over stories.
desk-menu-search = Search
search-title = Search
search-lead = Finds what institutions and the press published, and stories. What private persons write cannot be searched.
search-query = Words
search-query-hint = All words must be there. OR, -, "phrases" and flood* work as in topics.
search-corpus = Look in
search-corpus-text = Published texts
search-corpus-story = Stories
search-corpus-claim = Claims checked
search-corpus-document = What we published
search-corpus-one-document = Published by us
search-corpus-one-story = Story
search-time-year = Last 12 months
search-kind = Kind of source
search-source = Source
search-district = District
search-sentiment = Mood
search-order = Order
search-order-best = Best first
search-order-newest = Newest first
search-purpose = Purpose
search-do = Search
search-new = Each search goes on record with its purpose, as every look at what was heard does.
search-empty-title = There is no word to look for
search-empty-text = Words such as “the” stand in nearly every text. Add one that says what you look for.
search-nothing-title = Nothing was found
search-nothing-text = Try fewer or other words, or a longer time. Texts of the last seconds may not be indexed yet.
search-found = What was found
search-count = { $n ->
    [one] { $figure } text
   *[other] { $figure } texts
}
search-count-more = The best of the newest { $figure } texts; there are more. Add a word or a filter to narrow it down.
search-relaxed = No text holds all the words. These hold some of them.
search-next = Next page
search-previous = Previous page
search-saved = Your searches
search-saved-none = You have kept no search yet. They are yours alone.
search-saved-drop = Remove “{ $name }”
search-saved-many = You have kept 50 searches. Remove one first.
search-save-name = Keep this search as
search-save = Keep it
search-public-lead = Finds what we published, the claims that were checked, and the stories that people tell. What single persons wrote cannot be searched.
search-public-nothing = Try fewer or other words. A story appears once enough people speak of it.
search-public-more = The best of the newest; there are more. Add a word to narrow it down.
search-corpus-one-claim = Claim checked
site-menu-search = Search
