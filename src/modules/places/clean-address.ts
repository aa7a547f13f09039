// Turns a raw address line into comparable text: one width, simplified place characters, no telephone, no
// labels.

/** Only this many characters are looked at: an address is shorter, and the work stays bounded. */
export const considered_chars_max = 500

const traditional =
  '臺台灣湾廣广東东區区縣县鎮镇鄉乡蘇苏揚扬陝陕龍龙寧宁雲云貴贵遼辽濟济瀋沈陽阳陰阴漢汉長长門门關关' +
  '連连慶庆島岛廈厦無无錫锡滬沪華华豐丰興兴莊庄義义烏乌魯鲁齊齐爾尔濱滨圖图們们鄭郑開开衛卫鶴鹤許许' +
  '內内滄沧張张橋桥臨临漁渔蘭兰膠胶煙烟濰潍榮荣歷历與与嶺岭堯尧嶽岳婁娄懷怀瀘泸綿绵廬庐綏绥鋼钢鐵铁' +
  '撫抚營营錦锦葉叶靈灵銅铜遠远達达馬马鳳凤黃黄樂乐賓宾來来賀贺貢贡順顺畢毕節节麗丽臘腊薩萨則则號号' +
  '樓楼單单園园紹绍麼么蕪芜蕭萧錢钱餘余雙双徑径渦涡潁颍滿满溫温貿贸場场飛飞灘滩國国運运壩坝鄰邻納纳' +
  '壽寿瑯琅韋韦鹽盐靜静閔闵闖闯閩闽贛赣豬猪萬万業业氣气醫医銀银鷹鹰鎬镐會会頭头燈灯壇坛崑昆崙仑嶗崂' +
  '縉缙縱纵網网紅红經经緯纬績绩總总綜综穀谷裡里塊块壢坜淨净蕩荡蘆芦葦苇藝艺藍蓝蘄蕲薦荐處处虛虚蟲虫' +
  '補补裝装複复見见規规視视觀观觸触計计訂订訊讯記记設设診诊詞词試试詩诗講讲讓让豎竖貞贞負负財财貨货' +
  '購购賽赛賴赖贊赞趙赵躍跃車车軍军輝辉輪轮農农邊边遷迁選选鄧邓醬酱釣钓鍾钟鎖锁鑄铸鑼锣閣阁閘闸閭闾' +
  '陳陈陸陆隊队階阶際际隨随險险雞鸡離离電电霧雾頂顶項项須须領领頤颐顏颜題题願愿類类顧顾風风養养館馆' +
  '騰腾驛驿驗验鬆松鬥斗鬧闹魚鱼鮮鲜鯉鲤鳴鸣鴻鸿鵝鹅點点齋斋龜龟傑杰倉仓個个僑侨億亿優优兒儿兩两冊册' +
  '凱凯創创劃划劉刘動动勞劳勝胜勢势協协卻却參参啟启喬乔嘯啸圍围團团報报塵尘墻墙壯壮壺壶夾夹奪夺學学' +
  '寶宝實实將将專专對对導导屆届屬属岡冈峽峡巒峦帥帅帶带幹干庫库廟庙彈弹彎弯後后從从復复恆恒愛爱憲宪' +
  '戰战戲戏戶户擁拥據据擴扩攔拦數数斷断時时晉晋暢畅曉晓書书楊杨極极構构樹树橫横檔档櫻樱權权歐欧歲岁' +
  '毀毁洶汹涇泾淺浅淵渊湯汤溝沟滅灭漲涨潔洁潤润澤泽濁浊濕湿灑洒灤滦為为爐炉爭争牆墙獅狮獎奖環环畫画' +
  '異异瘋疯癡痴發发盡尽監监盤盘眾众睜睁礎础禮礼祿禄種种稱称積积窩窝窯窑筆笔築筑簡简籃篮糧粮紀纪純纯' +
  '紙纸級级組组結结絕绝給给統统絲丝綠绿維维編编練练縫缝織织繞绕續续罷罢羅罗習习吳吴瀆渎潯浔嶸嵘瀏浏' +
  '滸浒鄆郓鄲郸鬱郁鑒鉴鋪铺鎢钨鐘钟嶧峄澗涧渾浑滎荥澠渑漣涟灄滠灕漓獻献瓊琼甌瓯疊叠纓缨耬耧艷艳蔥葱' +
  '薌芗蘿萝覽览譚谭輿舆酈郦鄖郧鄺邝鐔镡闕阙隴陇隸隶鞏巩韓韩頗颇馮冯驪骊鰲鳌鶯莺鷺鹭麥麦龔龚墊垫埡垭' +
  '堅坚夢梦峴岘崗岗巖岩弔吊棗枣椏桠樅枞瀾澜灃沣聖圣聞闻聯联聰聪聲声職职肅肃脈脉腳脚腦脑臉脸舉举舊旧' +
  '艦舰莖茎萊莱蔣蒋藥药蘊蕴'

const simplify = new Map<string, string>()
for (let at = 0; at + 1 < traditional.length; at += 2) simplify.set(traditional[at]!, traditional[at + 1]!)

const noise = [
  /(?:\+?86[-\s]?)?1[3-9]\d[-\s]?\d{4}[-\s]?\d{4}(?!\d)/g, // mobile
  /(?:\(?0\d{2,3}\)?[-\s]?)\d{7,8}(?:-\d{1,5})?(?!\d)/g, // land line
  /1[3-9]\d\*{3,6}\d{2,4}/g, // masked mobile
  /\d{9,}/g, // order and parcel numbers
  /邮政?编码?\s*[:;]?\s*\d{6}/g,
  /(?<![\d-])\d{6}(?![\d号室弄栋幢-])/g, // a bare postal code
  /(?:收件人|收货人|收貨人|联系人|姓名|寄件人|发件人|手机号码?|手机|联系电话|电话|联系方式|收件地址|收货地址|寄送地址|送货地址)/g,
  /(?:详细地址|所在地区|所在省市|省市区|家庭住址|现住址|住址|地址|邮编|邮政编码|快递送到|请?送到|请?寄到|请?发到|送货到|发往|寄往|收件)/g,
  /(?:中华人民共和国|市辖区|省直辖县级行政区划|自治区直辖县级行政区划|省直辖行政单位|省直辖县级行政单位)/g,
  /^\s*中国(?!银行|人民|移动|电信|联通|石化|石油)/g,
]

export type CleanAddress = {
  /** Only letters and digits, the rest removed. */
  text: string
  /** gaps[i] is 1 when something was removed in front of text[i]. */
  gaps: Uint8Array
  /** Where text[i] stands in `readable`. */
  origin: Uint16Array
  /** Cleaned, still with its punctuation. */
  readable: string
}

// Compatibility folding also turns full-width digits, letters and brackets into common ones.
export function fold(raw: string): string {
  let folded = ''
  for (const letter of raw.slice(0, considered_chars_max).normalize('NFKC').toLowerCase())
    folded += simplify.get(letter) ?? letter
  return folded
}

const isWord = (code: number) =>
  (code >= 0x4e00 && code <= 0x9fff) ||
  (code >= 0x3400 && code <= 0x4dbf) ||
  (code >= 0x61 && code <= 0x7a) ||
  (code >= 0x30 && code <= 0x39)

export function cleanAddress(raw: string): CleanAddress {
  let readable = fold(raw)
  for (const pattern of noise) readable = readable.replace(pattern, ' ')
  readable = readable.slice(0, considered_chars_max * 2)
  const gaps = new Uint8Array(readable.length + 1)
  const origin = new Uint16Array(readable.length + 1)
  let text = ''
  let gap = 1
  for (let at = 0; at < readable.length; at++) {
    if (isWord(readable.charCodeAt(at))) {
      gaps[text.length] = gap
      origin[text.length] = at
      text += readable[at]
      gap = 0
    } else gap = 1
  }
  gaps[text.length] = 1
  origin[text.length] = readable.length
  return { text, gaps, origin, readable }
}
