// Ant Design's theme from our tokens: read off the page, so light, dark and later changes stay one source.
import { theme as antd, type ThemeConfig } from 'antd'
import { useMemo } from 'react'
import { useTheme } from '../kit/switches.tsx'

const token = (style: CSSStyleDeclaration, name: string) => style.getPropertyValue(`--${name}`).trim()

function read(dark: boolean): ThemeConfig {
  const style = getComputedStyle(document.documentElement)
  const of = (name: string) => token(style, name)
  return {
    algorithm: dark ? antd.darkAlgorithm : antd.defaultAlgorithm,
    token: {
      colorPrimary: of('action'),
      colorLink: of('action'),
      colorSuccess: of('good'),
      colorWarning: of('warn'),
      colorError: of('bad'),
      colorText: of('ink'),
      colorTextSecondary: of('ink-soft'),
      colorTextTertiary: of('ink-faint'),
      colorTextDescription: of('ink-soft'),
      colorTextPlaceholder: of('ink-faint'),
      colorTextDisabled: of('ink-faint'),
      colorBgLayout: of('paper'),
      colorBgContainer: of('surface'),
      colorBgElevated: of('surface'),
      colorBorder: of('line-firm'),
      colorBorderSecondary: of('line'),
      colorTextLightSolid: of('on-action'),
      borderRadius: 6,
      fontSize: 13,
      controlHeight: 32,
      fontFamily: of('sans'),
      motionDurationMid: '0.2s',
    },
    components: {
      Table: {
        cellPaddingBlockSM: 5,
        cellPaddingInlineSM: 10,
        headerBg: of('paper'),
        headerColor: of('ink-soft'),
        borderColor: of('line'),
        rowHoverBg: of('sunk'),
      },
      Drawer: { colorBgElevated: of('surface') },
    },
  }
}

/** Follows the switch and the system. */
export function useAntTheme(): ThemeConfig {
  const { dark } = useTheme()
  return useMemo(() => read(dark), [dark])
}
