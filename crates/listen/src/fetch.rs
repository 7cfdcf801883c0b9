pub(crate) fn readable(url: &str) -> Result<reqwest::Url, crate::Reason> {
    reqwest::Url::parse(url).map_err(|_| crate::Reason::UrlRefused)
}
