//! Posts as rows for `candor import`.

use crate::Post;

/// Renders posts as JSON Lines, one row a post: `id`, `time` (RFC 3339, UTC), `lang`, `source`, `title`, `text`, `author`.
///
/// - returns: rows without line ends, in the order of the posts; `title` and `author` are null where there is none
pub fn history_jsonl(posts: &[Post]) -> impl Iterator<Item = String> {
    posts.iter().map(|post| {
        serde_json::json!({
            "id": post.guid,
            "time": post.at.to_rfc3339(),
            "lang": post.lang.code(),
            "source": post.source,
            "title": post.title,
            "text": post.text,
            "author": post.author,
        })
        .to_string()
    })
}
