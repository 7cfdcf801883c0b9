//! The names by which rows and objects call their fields, in both languages, and the reading of one JSON object.

use crate::limits::Reason;
use crate::raw::{Moment, RawPost};
use crate::{html, moment};
use model::Zone;
use serde::de::{DeserializeSeed, Error as _, IgnoredAny, MapAccess, SeqAccess, Visitor};
use std::borrow::Cow;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Field {
    Id,
    Title,
    Text,
    /// Text that is certainly HTML.
    Html,
    Time,
    Lang,
    Origin,
    Author,
    Link,
}

impl Field {
    /// - `name`: a column or key in any case
    /// - returns: nothing for what listening has no use for, which is then never read
    pub fn named(name: &str) -> Option<Field> {
        // Most names need no change, and this runs for every key of every row.
        Self::exact(name).or_else(|| Self::exact(&name.trim().to_lowercase().replace([' ', '-'], "_")))
    }

    fn exact(name: &str) -> Option<Field> {
        Some(match name {
            "id" | "guid" | "post_id" | "uid" | "编号" | "序号" => Field::Id,
            "title" | "subject" | "标题" | "主题" | "留言主题" => Field::Title,
            "text" | "content" | "body" | "message" | "content_text" | "内容" | "正文" | "留言详情" | "留言内容" => {
                Field::Text
            }
            "html" | "content_html" => Field::Html,
            "time" | "date" | "created_at" | "published" | "date_published" | "timestamp" | "时间" | "日期"
            | "发布时间" | "留言时间" => Field::Time,
            "lang" | "language" | "语言" => Field::Lang,
            "source" | "platform" | "channel" | "来源" | "平台" | "渠道" => Field::Origin,
            "author" | "authors" | "user" | "username" | "user_name" | "nickname" | "screen_name" | "作者" | "用户"
            | "昵称" | "留言用户" => Field::Author,
            "link" | "url" | "external_url" | "链接" | "网址" => Field::Link,
            _ => return None,
        })
    }

    /// Puts a value where it belongs. The first of several names for one field wins, unless it was empty.
    pub fn fill(self, post: &mut RawPost, value: Cow<'_, str>, zone: &Zone) {
        if value.trim().is_empty() {
            return;
        }
        let optional = match self {
            Field::Title if post.title.is_empty() => return post.title = value.into_owned(),
            Field::Text if post.text.is_empty() => return post.text = value.into_owned(),
            Field::Html if post.text.is_empty() => return post.text = html::plain(&value),
            Field::Time if !matches!(post.at, Moment::Said(_)) => return post.at = moment::read(&value, zone),
            Field::Title | Field::Text | Field::Html | Field::Time => return,
            Field::Id => &mut post.id,
            Field::Lang => &mut post.lang,
            Field::Origin => &mut post.origin,
            Field::Author => &mut post.author,
            Field::Link => &mut post.link,
        };
        if optional.is_none() {
            *optional = Some(value.into_owned());
        }
    }
}

/// Reads one JSON object as a post.
///
/// - errors: `RowBroken` for anything that is no object
/// - cost: one pass; values of unknown keys are skipped, not built
pub(crate) fn json_object(bytes: &[u8], zone: &Zone) -> Result<RawPost, Reason> {
    let mut reader = serde_json::Deserializer::from_slice(bytes);
    let post = Object { zone }.deserialize(&mut reader).map_err(|_| Reason::RowBroken)?;
    reader.end().map_err(|_| Reason::RowBroken)?;
    Ok(post)
}

/// The seed of one object.
pub(crate) struct Object<'z> {
    pub zone: &'z Zone,
}

impl<'de> DeserializeSeed<'de> for Object<'_> {
    type Value = RawPost;

    fn deserialize<D: serde::Deserializer<'de>>(self, deserializer: D) -> Result<RawPost, D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Object<'_> {
    type Value = RawPost;

    fn expecting(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<RawPost, A::Error> {
        let mut post = RawPost::default();
        while let Some(name) = map.next_key_seed(Words)? {
            match Field::named(&name) {
                Some(field) => {
                    if let Some(value) = map.next_value_seed(Value)? {
                        field.fill(&mut post, value, self.zone);
                    }
                }
                None => {
                    map.next_value::<IgnoredAny>()?;
                }
            }
        }
        Ok(post)
    }
}

/// A string that is borrowed where it holds no escape.
struct Words;

impl<'de> DeserializeSeed<'de> for Words {
    type Value = Cow<'de, str>;

    fn deserialize<D: serde::Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl<'de> Visitor<'de> for Words {
    type Value = Cow<'de, str>;

    fn expecting(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result {
        f.write_str("a string")
    }

    fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Self::Value, E> {
        Ok(Cow::Borrowed(text))
    }

    fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
        Ok(Cow::Owned(text.to_owned()))
    }
}

/// A value as text: strings and numbers as they stand; of an object the name it gives itself, of a list the first.
struct Value;

impl<'de> DeserializeSeed<'de> for Value {
    type Value = Option<Cow<'de, str>>;

    fn deserialize<D: serde::Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Value {
    type Value = Option<Cow<'de, str>>;

    fn expecting(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result {
        f.write_str("a value")
    }

    fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Self::Value, E> {
        Ok(Some(Cow::Borrowed(text)))
    }

    fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
        Ok(Some(Cow::Owned(text.to_owned())))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Self::Value, E> {
        Ok(Some(Cow::Owned(number.to_string())))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Self::Value, E> {
        Ok(Some(Cow::Owned(number.to_string())))
    }

    fn visit_f64<E>(self, number: f64) -> Result<Self::Value, E> {
        Ok(Some(Cow::Owned(number.to_string())))
    }

    fn visit_bool<E>(self, _: bool) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Self::Value, A::Error> {
        let first = list.next_element_seed(Value)?.flatten();
        while list.next_element::<IgnoredAny>()?.is_some() {}
        Ok(first)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut name = None;
        while let Some(key) = map.next_key_seed(Words)? {
            if matches!(&*key, "name" | "screen_name" | "nickname" | "username" | "id") && name.is_none() {
                name = map.next_value_seed(Value)?;
            } else {
                map.next_value::<IgnoredAny>()?;
            }
        }
        Ok(name)
    }
}

/// Reads `{"<key>": [object, …]}`, keeping the good objects of a list that holds bad ones.
pub(crate) struct List<'z> {
    pub key: &'static str,
    pub zone: &'z Zone,
}

/// What stands in a list of posts.
#[derive(Default)]
pub(crate) struct Listed {
    /// Each a post, or nothing where an element is no object.
    pub posts: Vec<Option<RawPost>>,
    pub next: Option<String>,
    /// Whether the key was there at all.
    pub is_list: bool,
}

impl<'de> DeserializeSeed<'de> for &List<'_> {
    type Value = Listed;

    fn deserialize<D: serde::Deserializer<'de>>(self, deserializer: D) -> Result<Listed, D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for &List<'_> {
    type Value = Listed;

    fn expecting(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result {
        f.write_str("an object with a list")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Listed, A::Error> {
        let mut listed = Listed::default();
        while let Some(key) = map.next_key_seed(Words)? {
            if *key == *self.key {
                listed.posts = map.next_value_seed(Elements { zone: self.zone })?;
                listed.is_list = true;
            } else if key == "next_url" {
                listed.next = map.next_value_seed(Value)?.map(Cow::into_owned);
            } else {
                map.next_value::<IgnoredAny>()?;
            }
        }
        Ok(listed)
    }
}

struct Elements<'z> {
    zone: &'z Zone,
}

impl<'de> DeserializeSeed<'de> for Elements<'_> {
    type Value = Vec<Option<RawPost>>;

    fn deserialize<D: serde::Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_seq(self)
    }
}

impl<'de> Visitor<'de> for Elements<'_> {
    type Value = Vec<Option<RawPost>>;

    fn expecting(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result {
        f.write_str("a list")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Self::Value, A::Error> {
        let mut posts = Vec::new();
        while let Some(post) = list.next_element_seed(Element { zone: self.zone })? {
            if posts.len() > crate::limits::ITEMS_MAX * 16 {
                return Err(A::Error::custom("a list without end"));
            }
            posts.push(post);
        }
        Ok(posts)
    }
}

/// One element: a post if it is an object, nothing if it is anything else.
struct Element<'z> {
    zone: &'z Zone,
}

impl<'de> DeserializeSeed<'de> for Element<'_> {
    type Value = Option<RawPost>;

    fn deserialize<D: serde::Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Element<'_> {
    type Value = Option<RawPost>;

    fn expecting(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result {
        f.write_str("a post")
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
        Object { zone: self.zone }.visit_map(map).map(Some)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Self::Value, A::Error> {
        while list.next_element::<IgnoredAny>()?.is_some() {}
        Ok(None)
    }

    fn visit_str<E>(self, _: &str) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_i64<E>(self, _: i64) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_u64<E>(self, _: u64) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_f64<E>(self, _: f64) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_bool<E>(self, _: bool) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(None)
    }
}
