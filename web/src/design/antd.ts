/** Ant Design's theme, made from the tokens and nothing else. */
import { theme as antd, type ThemeConfig } from "antd";
import { dark, light, size } from "./tokens";

export type Appearance = "light" | "dark";

export function antdTheme(appearance: Appearance, reducedMotion: boolean): ThemeConfig {
  const colours = appearance === "dark" ? dark : light;
  return {
    algorithm: appearance === "dark" ? antd.darkAlgorithm : antd.defaultAlgorithm,
    token: {
      // By reference, because the face for quotation marks depends on the language.
      fontFamily: "var(--font)",
      fontSize: size.text.body,
      borderRadius: size.radius.control,
      borderRadiusLG: size.radius.card,
      controlHeight: 32,
      colorPrimary: colours.accent,
      colorInfo: colours.accent,
      colorSuccess: colours.good.text,
      colorWarning: colours.attention.text,
      colorError: colours.danger.text,
      colorLink: colours.accentText,
      colorText: colours.text,
      colorTextSecondary: colours.textSecondary,
      colorTextTertiary: colours.textTertiary,
      colorTextPlaceholder: colours.textTertiary,
      colorBgBase: colours.surface,
      colorBgContainer: colours.surface,
      colorBgElevated: colours.raised,
      colorBgLayout: colours.canvas,
      colorBorder: colours.borderStrong,
      colorBorderSecondary: colours.border,
      colorBgMask: colours.mask,
      colorErrorBg: colours.danger.fill,
      colorErrorBorder: colours.danger.border,
      colorWarningBg: colours.attention.fill,
      colorWarningBorder: colours.attention.border,
      colorSuccessBg: colours.good.fill,
      colorSuccessBorder: colours.good.border,
      colorInfoBg: colours.information.fill,
      colorInfoBorder: colours.information.border,
      boxShadow: colours.shadow,
      boxShadowSecondary: colours.shadow,
      motion: !reducedMotion,
      motionDurationFast: "0.12s",
      motionDurationMid: "0.15s",
      motionDurationSlow: "0.18s",
      wireframe: false,
    },
    components: {
      Button: {
        primaryShadow: "none",
        defaultShadow: "none",
        dangerShadow: "none",
        fontWeight: 500,
      },
      Table: {
        headerBg: colours.sunken,
        headerColor: colours.textSecondary,
        headerSplitColor: "transparent",
        rowHoverBg: colours.hover,
        cellPaddingBlock: 12,
      },
      Form: {
        verticalLabelPadding: "0 0 4px",
        itemMarginBottom: 20,
        labelColor: colours.textSecondary,
      },
      Tabs: {
        horizontalItemPadding: "10px 0",
        titleFontSize: size.text.body,
        itemSelectedColor: colours.accentText,
        itemHoverColor: colours.accentText,
        itemActiveColor: colours.accentText,
      },
      // Where the accent is a text's colour it has to be the one made for text.
      Dropdown: { colorPrimary: colours.accentText },
      Tooltip: { colorBgSpotlight: appearance === "dark" ? "#2b323e" : "#232b3a" },
      Menu: { itemHeight: 34, itemSelectedColor: colours.accentText },
      Modal: { titleFontSize: size.text.title },
    },
  };
}
