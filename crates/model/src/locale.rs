//! The languages of the product's own texts.

use crate::text_enum::text_enum;

text_enum! {
    /// A language that the product speaks.
    #[derive(Default)]
    Locale {
        /// Simplified Chinese.
        #[default]
        ZhCn = "zh-CN",
        /// English.
        En = "en",
    }
}

impl Locale {
    /// The nearest language that the product speaks, from a BCP 47 tag such as `zh-Hans-CN` or `en_GB`.
    pub fn nearest(tag: &str) -> Self {
        let primary = tag.split(['-', '_']).next().unwrap_or_default();
        if primary.eq_ignore_ascii_case("zh") || primary.is_empty() { Self::ZhCn } else { Self::En }
    }
}

/// A text in both languages of the product.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Bilingual {
    /// Simplified Chinese.
    #[serde(rename = "zh-CN")]
    pub zh_cn: String,
    /// English.
    pub en: String,
}

impl Bilingual {
    /// Both texts at once.
    pub fn new(zh_cn: &str, en: &str) -> Self {
        Self { zh_cn: zh_cn.into(), en: en.into() }
    }

    /// The text in the wanted language, or in the other where that one is empty.
    pub fn get(&self, locale: Locale) -> &str {
        let (wanted, other) = match locale {
            Locale::ZhCn => (&self.zh_cn, &self.en),
            Locale::En => (&self.en, &self.zh_cn),
        };
        if wanted.is_empty() { other } else { wanted }
    }

    /// The longer of both texts, in characters.
    pub fn longest(&self) -> usize {
        self.zh_cn.chars().count().max(self.en.chars().count())
    }
}
