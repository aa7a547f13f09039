// Readings that a general pinyin dictionary gets wrong in place names, and names with a conventional
// English form.

/** Stem of a place name (without its administrative suffix) to its reading. */
const readings = `
陕西 Shaanxi|西藏 Tibet (Xizang)|内蒙古 Inner Mongolia|新疆 Xinjiang|香港 Hong Kong|澳门 Macau|台湾 Taiwan
六安 Lu'an|六合 Luhe|六枝 Liuzhi|莘 Shen|单 Shan|歙 She|涡阳 Guoyang|大埔 Dabu|泌阳 Biyang|尉犁 Yuli|蔚 Yu
乐亭 Laoting|乐陵 Laoling|任丘 Renqiu|任泽 Renze|黄陂 Huangpi|都匀 Duyun|曾都 Zengdu|宕昌 Tanchang
珲春 Hunchun|什邡 Shifang|繁峙 Fanshi|浚 Xun|隰 Xi|绛 Jiang|吴堡 Wubu|华阴 Huayin|华州 Huazhou|三都 Sandu
大厂 Dachang|黟 Yi|柏乡 Baixiang|番禺 Panyu|铅山 Yanshan|牟定 Mouding|中牟 Zhongmu|台州 Taizhou
天台 Tiantai|上虞 Shangyu|东阿 Dong'e|阿城 Acheng|长子 Zhangzi|长治 Changzhi|长岛 Changdao|盐都 Yandu
成都 Chengdu|新都 Xindu|花都 Huadu|江都 Jiangdu|宜都 Yidu|都昌 Duchang|望都 Wangdu|于都 Yudu|都安 Du'an
郫都 Pidu|武都 Wudu|丰都 Fengdu|襄都 Xiangdu|信都 Xindu|都兰 Dulan|都江堰 Dujiangyan|乐都 Ledu
尖扎 Jianzha|监利 Jianli|解放 Jiefang|云阳 Yunyang|开阳 Kaiyang|蒲城 Pucheng|莎车 Shache|车里 Cheli
覃塘 Qintang|会理 Huili|会东 Huidong|会同 Huitong|会昌 Huichang|会泽 Huize|会宁 Huining|寻甸 Xundian
寻乌 Xunwu|崇阳 Chongyang|红原 Hongyuan|行唐 Xingtang|太行 Taihang|重庆 Chongqing|大城 Daicheng|泊头 Botou
堡 Bao|瓦房店 Wafangdian|北票 Beipiao|渑池 Mianchi|郧西 Yunxi|郧阳 Yunyang|洞口 Dongkou|大同 Datong
吕梁 Lüliang|绿园 Lüyuan|绿春 Lüchun|旅顺口 Lüshunkou|吐鲁番 Turpan|嘉峪关 Jiayuguan|沈阳 Shenyang
呼和浩特 Hohhot|包头 Baotou|鄂尔多斯 Ordos|乌兰察布 Ulanqab|呼伦贝尔 Hulunbuir|巴彦淖尔 Bayannur
锡林郭勒 Xilingol|兴安 Xing'an|阿拉善 Alxa|哈尔滨 Harbin|齐齐哈尔 Qiqihar|佳木斯 Jiamusi|牡丹江 Mudanjiang
乌鲁木齐 Urumqi|克拉玛依 Karamay|哈密 Hami|喀什 Kashgar|和田 Hotan|阿克苏 Aksu|伊犁 Ili|阿勒泰 Altay
塔城 Tacheng|库尔勒 Korla|博尔塔拉 Bortala|巴音郭楞 Bayingolin|克孜勒苏 Kizilsu|昌吉 Changji|库车 Kuqa
石河子 Shihezi|伊宁 Yining|拉萨 Lhasa|日喀则 Shigatse|林芝 Nyingchi|昌都 Qamdo|山南 Shannan|那曲 Nagqu
阿里 Ngari|阿坝 Aba|甘孜 Garzê|二连浩特 Erenhot|满洲里 Manzhouli|锡林浩特 Xilinhot|乌兰浩特 Ulanhot
霍林郭勒 Holingol|海拉尔 Hailar|大兴安岭 Daxing'anling|香格里拉 Shangri-La|迪庆 Diqing|玉树 Yushu
果洛 Golog|海西 Haixi|博乐 Bole|奎屯 Kuytun|白云鄂博 Bayan Obo|油尖旺 Yau Tsim Mong|称多 Chenduo
湾仔 Wan Chai|中西 Central and Western|深水埗 Sham Shui Po|九龙城 Kowloon City|黄大仙 Wong Tai Sin
观塘 Kwun Tong|葵青 Kwai Tsing|荃湾 Tsuen Wan|屯门 Tuen Mun|元朗 Yuen Long|沙田 Sha Tin|西贡 Sai Kung
离岛 Islands
闵行 Minhang|乐清 Yueqing|民乐 Minle|筠连 Junlian|洪洞 Hongtong|乌什 Wushi|阿图什 Artux|塔什库尔干 Taxkorgan
格尔木 Golmud|格尔木藏青 Golmud Zangqing|中新苏滁 Sino-Singapore Suzhou-Chuzhou|内蒙古阿拉善 Alxa|阿克塞 Aksay
科尔沁 Horqin|阿鲁科尔沁 Ar Horqin|巴林 Bairin|克什克腾 Hexigten|翁牛特 Ongniud|喀喇沁 Harqin|土默特 Tumed
达尔罕茂明安联合 Darhan Muminggan United|扎鲁特 Jarud|扎赉特 Jalaid|库伦 Hure|达拉特 Dalad|准格尔 Jungar
鄂托克 Otog|杭锦 Hanggin|乌审 Uxin|伊金霍洛 Ejin Horo|阿荣 Arun|莫力达瓦 Morin Dawa|鄂伦春 Oroqen
陈巴尔虎 Old Barag|新巴尔虎 New Barag|乌拉特 Urad|察哈尔 Chahar|阿巴嘎 Abag|苏尼特 Sonid|东乌珠穆沁 East Ujimqin
喀喇沁左翼 Harqin Left|西乌珠穆沁 West Ujimqin|太仆寺 Taibus|额济纳 Ejin|前郭尔罗斯 Qian Gorlos|杜尔伯特 Dorbod|扎赉诺尔 Jalainur
巴里坤 Barkol|木垒 Mori|察布查尔 Qapqal|和布克赛尔 Hoboksar|尼勒克 Nilka|特克斯 Tekes|霍尔果斯 Khorgos`

export const stemReadings = new Map(
  readings
    .split(/[|\n]/)
    .filter(Boolean)
    .map((entry) => {
      const space = entry.indexOf(' ')
      return [entry.slice(0, space), entry.slice(space + 1)] as const
    }),
)

/** Peoples named in autonomous areas, longest first so that 蒙古族 is not cut as 古族. */
export const peoples: readonly (readonly [string, string])[] = `
哈尼族 Hani|土家族 Tujia|布依族 Buyei|傈僳族 Lisu|拉祜族 Lahu|纳西族 Naxi|景颇族 Jingpo|朝鲜族 Korean
柯尔克孜族 Kyrgyz|达斡尔族 Daur|仫佬族 Mulao|布朗族 Blang|撒拉族 Salar|毛南族 Maonan|仡佬族 Gelao
塔吉克族 Tajik|普米族 Pumi|鄂温克族 Ewenki|鄂伦春族 Oroqen|裕固族 Yugur|保安族 Bonan|独龙族 Derung
东乡族 Dongxiang|哈萨克族 Kazakh|维吾尔族 Uyghur|蒙古族 Mongol|锡伯族 Xibe|畲族 She|满族 Manchu|回族 Hui
藏族 Tibetan|蔵族 Tibetan|苗族 Miao|彝族 Yi|壮族 Zhuang|侗族 Dong|瑶族 Yao|白族 Bai|傣族 Dai|黎族 Li|佤族 Va|水族 Sui
土族 Tu|羌族 Qiang|怒族 Nu|阿昌族 Achang|德昂族 De'ang|基诺族 Jino|门巴族 Monba|珞巴族 Lhoba|塔塔尔族 Tatar
乌孜别克族 Uzbek|俄罗斯族 Russian|赫哲族 Hezhen|高山族 Gaoshan|京族 Gin
各族 Multinational|哈萨克 Kazakh|柯尔克孜 Kyrgyz|达斡尔 Daur|塔吉克 Tajik
蒙古 Mongol|锡伯 Xibe|壮 Zhuang|回 Hui|维吾尔 Uyghur`
  .split(/[|\n]/)
  .filter(Boolean)
  .map((entry) => entry.split(' ') as [string, string])

/** Administrative suffixes in English, longest Chinese first. An empty English word leaves the stem alone. */
export const suffixes: readonly (readonly [string, string])[] = [
  ['稀土高新技术产业开发区', 'Rare-Earth High-Tech Industrial Development Zone'],
  ['高新技术产业开发区', 'High-Tech Industrial Development Zone'],
  ['高技术产业开发区', 'High-Tech Industrial Development Zone'],
  ['高新技术产业园区', 'High-Tech Industrial Park'],
  ['高新技术开发区', 'High-Tech Development Zone'],
  ['汽车经济技术开发区', 'Automotive Economic and Technological Development Zone'],
  ['经济技术开发区', 'Economic and Technological Development Zone'],
  ['城乡一体化示范区', 'Urban-Rural Integration Demonstration Zone'],
  ['转型综合改革示范区', 'Transformation Demonstration Zone'],
  ['航空港经济综合实验区', 'Airport Economy Zone'],
  ['群岛的岛礁及其海域', 'Islands'],
  ['综合物流产业聚集区', 'Logistics Cluster'],
  ['风景名胜区', 'Scenic Area'],
  ['中国新加坡食品区', 'China-Singapore Food Zone'],
  ['经济开发区', 'Economic Development Zone'],
  ['文化旅游创意园区', 'Cultural Tourism Park'],
  ['现代产业园区', 'Modern Industrial Park'],
  ['循环化工园区', 'Chemical Industry Park'],
  ['行政委员会', 'Administrative Committee'],
  ['街道办事处', 'Subdistrict'],
  ['特别行政区', ''],
  ['民族乡', 'Ethnic Township'],
  ['民族镇', 'Ethnic Town'],
  ['民族苏木', 'Ethnic Sumu'],
  ['管理委员会', 'Administrative Committee'],
  ['管理区管委会', 'Management Area'],
  ['办事处', 'Office'],
  ['管委会', 'Administrative Committee'],
  ['工业园区', 'Industrial Park'],
  ['示范区', 'Demonstration Zone'],
  ['开发区', 'Development Zone'],
  ['管理区', 'Management Area'],
  ['自治区', ''],
  ['自治州', 'Autonomous Prefecture'],
  ['自治县', 'Autonomous County'],
  ['自治旗', 'Autonomous Banner'],
  ['园区', 'Park'],
  ['新城', 'New Town'],
  ['食品区', 'Food Zone'],
  ['街道', 'Subdistrict'],
  ['苏木', 'Sumu'],
  ['农场', 'Farm'],
  ['林场', 'Forest Farm'],
  ['牧场', 'Ranch'],
  ['马场', 'Horse Ranch'],
  ['地区', 'Prefecture'],
  ['林区', 'Forestry District'],
  ['矿区', 'Mining District'],
  ['特区', 'Special District'],
  ['新区', 'New Area'],
  ['群岛', 'Islands'],
  ['省', ''],
  ['市', ''],
  ['盟', 'League'],
  ['片区', 'Area'],
  ['区', 'District'],
  ['县', 'County'],
  ['左翼中旗', 'Left Middle Banner'],
  ['左翼后旗', 'Left Rear Banner'],
  ['右翼前旗', 'Right Front Banner'],
  ['右翼中旗', 'Right Middle Banner'],
  ['右翼后旗', 'Right Rear Banner'],
  ['左旗', 'Left Banner'],
  ['右旗', 'Right Banner'],
  ['前旗', 'Front Banner'],
  ['中旗', 'Middle Banner'],
  ['后旗', 'Rear Banner'],
  ['旗', 'Banner'],
  ['镇', 'Town'],
  ['乡', 'Township'],
  ['团', 'Regiment'],
]

/** Districts of Hong Kong and Macau whose English name is no reading of the Chinese one. */
export const ownNames: Readonly<Record<string, string>> = {
  东区: 'Eastern District',
  南区: 'Southern District',
  北区: 'North District',
  大埔区: 'Tai Po District',
  花地玛堂区: 'Our Lady of Fatima Parish',
  花王堂区: 'Saint Anthony Parish',
  望德堂区: 'Saint Lazarus Parish',
  大堂区: 'Cathedral Parish',
  风顺堂区: 'Saint Lawrence Parish',
  嘉模堂区: 'Our Lady of Carmel Parish',
  路凼填海区: 'Cotai',
  圣方济各堂区: 'Saint Francis Xavier Parish',
}
