"""Opposites and marked words, Japanese and English, as patterns over normalised text."""

from __future__ import annotations

import re

from natoqa.units import Language

# Opposites in general use; a word of one side against a word of the other. Written as
# patterns over normalised text, so that inflected forms count.
_PAIRS: dict[Language, tuple[tuple[str, str], ...]] = {
    "en": (
        (
            r"increas\w*|rais\w+|rise\w*|rose|grow\w*|grew|more than|exceed\w*",
            r"decreas\w*|reduc\w+|lower\w*|cut\w*|declin\w*|fall\w*|fell|fewer than|less than"
            r"|los(?:t|es?|ing)"
            r"|shrink\w*|drop(?:s|ped)? (?:by|to|from)",
        ),
        (
            r"expan\w+|enlarg\w+|scaled up|widen\w*|broad\w*|growing",
            r"shrink\w*|shrunk|contract(?:s|ed|ing)|scal(?:e|es|ed|ing) (?:down|back)|narrow\w*"
            r"|reduc\w+|cut back",
        ),
        (
            r"strengthen\w*|reinforc\w+|deepen\w*|enhanc\w+|improv\w+|boost\w*",
            r"weaken\w*|worsen\w*|deteriorat\w+|undermin\w+|loosen\w*|erod\w+",
        ),
        (r"first|earliest|initial\w*", r"last|latest|final\w*"),
        (r"new(?:est|ly)?|newest", r"old(?:est)?|oldest"),
        (r"largest|biggest|most|highest|greatest|unprecedented", r"smallest|least|lowest|fewest"),
        (r"before(?! and\b|[.,;]|$)|prior to|ahead of", r"after|following|since"),
        (
            r"begin\w*|began|start\w*|launch\w*|establish\w*|creat\w+|set up",
            r"end(?:s|ed|ing)|stop\w*|ceas\w+|abolish\w*|dissol\w+|clos(?:e|ed|es|ing) down"
            r"|scrap\w*",
        ),
        (r"join\w*|enter\w*|acced\w+", r"leav\w+|left|withdraw\w*|withdrew|quit\w*|exit\w*"),
        (r"return\w*|back to|revert\w*", r"mov\w+ away|abandon\w*|turn\w* away|depart\w* from"),
        (
            r"includ\w+|incorporat\w+|integrat\w+",
            r"exclud\w+|left out|omit\w*|separat\w+"
            r"|remov\w+",
        ),
        (r"inside|within", r"outside|beyond"),
        (r"bilateral\w*", r"multilateral\w*"),
        (r"stabl\w+|stability", r"unstabl\w+|instabilit\w+"),
        (
            r"maintain\w*|keep\w*|kept|continu\w+|unchanged|retain\w*",
            r"remov\w+|abandon\w*|discontinu\w+|abolish\w*|drop(?:s|ped)|scrap\w*|ceas\w+"
            r"|stop\w*|end(?:s|ed|ing)? in|end(?:s|ed)|expir\w+|laps\w+|terminat\w+",
        ),
        (r"identical\w*|same|uniform\w*|alike", r"differ\w*|distinct\w*|var(?:y|ies|ied)"),
        (r"public|published|open", r"non-public|unpublished|secret|confidential|classified"),
        (
            r"severe\w*|hars\w+|strict\w*|tough\w*|wary|wariness|critical",
            r"favou?rabl\w+|lenient\w*|soft\w*|friendl\w+|relax\w*|warm\w*|positive",
        ),
        (
            r"support\w*|back(?:s|ed|ing)|agree\w*|welcom\w+|endors\w+|approv\w+",
            r"oppos\w+|reject\w*|criticis\w+|condemn\w*|refus\w+|block\w*",
        ),
        (r"permanent\w*|enduring|lasting|long-term", r"temporar\w+|provisional\w*|short-term"),
        (r"possible|likely", r"impossible|unlikely"),
        (r"unif(?:y|ied)|unit(?:y|ed)|single|integrated", r"divid\w+|split\w*|separate\w*"),
        (r"success\w*|succeed\w*|achiev\w+|met|meet\w*|fulfil\w*", r"fail\w*|miss(?:ed|es)|unmet"),
        (r"voluntary|non-binding", r"mandatory|compulsory|binding|oblig\w+"),
        (r"at least|minimum", r"at most|maximum|up to"),
        (
            r"accelerat\w+|advanc\w+|progress\w*|promot\w+",
            r"slow\w*|delay\w*|stagnat\w+|stall\w*|halt\w*|obstruct\w*",
        ),
        (r"direct\w*", r"indirect\w*"),
        (r"won|win\w*|victor\w+", r"lost|los(?:e|es|ing)|defeat\w*"),
        (r"need\w*|requir\w+|necessary", r"unnecessary|needless|unneeded|superfluous"),
        (r"closer|approach\w*", r"distanc\w+|cut\w* ties"),
        (r"sufficient\w*|fully|enough", r"insufficient\w*|partial\w*|inadequate\w*"),
        (
            r"still|remain\w*|continu\w+",
            r"no longer|not any ?more|any longer|ceas\w+|expir\w+|laps\w+",
        ),
        (
            r"equal\w*|equivalent|same|comparable|similar\w*|unchanged",
            r"far (?:below|above|less|more)|much (?:less|more)|steep\w*|half of|double",
        ),
        (
            r"may|might|could|possib\w+|probabl\w+|consider\w*|expected|likely",
            r"certainly|definitely|will certainly|guarantee\w*|beyond doubt",
        ),
        (r"benefit\w*|contribut\w+|help\w*|ease\w*", r"harm\w*|hamper\w*|hinder\w*|worsen\w*"),
        (r"in favou?r|support\w*", r"against|oppos\w+"),
        (r"keep\w*|kept|preserv\w+|maintain\w*", r"los(?:e|es|t|ing)|giv\w+ up|abandon\w*"),
        (r"more severe|harsher|harder|tougher", r"milder|softer|warmer|friendlier"),
        (r"allow\w*|permit\w*|enabl\w+", r"prohibit\w*|ban(?:s|ned)?|forbid\w*|prevent\w*"),
        (
            r"agreement|consensus|unanim\w+|united|unity",
            r"disagree\w*|differences|disput\w+|discord|division\w*",
        ),
        (
            r"eas(?:y|ily)|comfortabl\w+|spare|ample|light",
            r"hard|difficult\w*|heav\w+|burden\w*|excessive\w*|overstretch\w*|strain\w*",
        ),
        (r"entire\w*|whole|complete\w*|in full", r"partial\w*|partly|half|incomplete"),
        (
            r"many|several|numerous|multiple|most|majority",
            r"few|only|single|sole(?:ly)?|minority|just (?:one|two|three)",
        ),
        (r"joint\w*|collective\w*|common", r"separate\w*|individual\w*|national"),
        (
            r"initial\w*|original\w*|at first|at the outset|in the beginning",
            r"finally|ultimately|in the end|eventually|later on",
        ),
        (r"minimum|floor|at least", r"maximum|ceiling|cap|upper limit|at most"),
        (
            r"above|more than|exceed\w*|surpass\w*|higher|larger than|bigger than",
            r"below|less than|short of|lower|fewer|smaller than",
        ),
        (r"senior|elevated|upgraded", r"junior|downgraded"),
        (
            r"important\w*|significan\w+|key|vital|central|crucial|essential|major",
            r"minor|insignificant|marginal\w*|secondary|trivial|peripheral|side issue",
        ),
        (r"certain\w*|clear\w*|definite\w*", r"uncertain\w*|unclear|vague"),
        (
            r"hope\w*|optimis\w+|confiden\w+",
            r"worr\w+|concern\w*|fear\w*|pessimis\w+|doubt\w*",
        ),
        (r"desirabl\w+|ideal\w*|preferabl\w+|sensible", r"undesirabl\w+|unwelcome|unwise"),
        (r"regular\w*|periodic\w*|routine\w*", r"irregular\w*|one-off|sporadic\w*|only once"),
        (r"simultaneous\w*|together|at the same time", r"separately|one by one|one after another"),
        (r"rapid\w*|quick\w*|fast", r"slow\w*|gradual\w*"),
        (r"natural\w*", r"unnatural\w*|artificial\w*"),
        (r"defen[cs]\w+", r"offens\w+|attack\w*"),
        (r"temporar\w+|for the time being|for now", r"permanent\w*|for good"),
        (r"welcom\w+|prais\w+|hail\w*", r"regret\w*|lament\w*|deplor\w+|criticis\w+"),
        (r"lethal", r"non-lethal"),
        (
            r"increas\w*|rais(?:e|es|ed|ing)|ris(?:e|es|en|ing)|rose|gr[eo]w\w*|expan\w+|enlarg\w+"
            r"|widen\w*|broad\w*|strengthen\w*|deepen\w*|heighten\w*|intensif\w+|larger|bigger"
            r"|greater|higher|tougher|harsher|severe\w*|surg\w+|climb\w*|mount\w*|exceed\w*"
            r"|more (?:\w+ )?than|scaled up",
            r"decreas\w*|reduc\w+|lower\w*|cut|cuts|declin\w*|fall\w*|fell|shr[aiu]nk\w*|narrow\w*"
            r"|weaken\w*|eas(?:e|es|ed|ing)|soften\w*|lighten\w*|diminish\w*|lessen\w*|less|fewer"
            r"|smaller|milder|lenient|scal\w+ (?:down|back)|dwindl\w*|wan(?:e|es|ed|ing)"
            r"|fad(?:e|ed|es)|drop(?:s|ped)|loosen\w*|calm\w*|allay\w*|reassur\w+|reliev\w+|releas\w+",
        ),
    ),
    "ja": (
        (
            r"増[加やえ大額]|上回|超え|上昇|高ま",
            r"減[少らり額]|削減|下回|低下|下落|縮小|薄れ|弱ま|後退",
        ),
        (r"拡大|拡充|拡張|広[がげ範]", r"縮小|縮減|狭[めま]"),
        (r"強化|強め|向上|改善|深化|深ま|深め", r"弱体化|弱め|悪化|後退|低下|希薄化"),
        (r"最初|初めて|初の|初代", r"最後|最終的|最新"),
        (r"最も新し|最新", r"最も古|最古"),
        (r"最大|最多|最高", r"最小|最少|最低|少なくとも"),
        (r"以前|前に|前には|までに", r"以後|後に|以降|あとに"),
        (r"開始|始ま|始め|発足|設立|創設|設置", r"終了|停止|中止|廃止|解散|閉鎖|打ち切"),
        (r"加盟|参加|加入", r"脱退|離脱|不参加"),
        (r"回帰|戻[りるっす]", r"離れ|脱却|転換|放棄"),
        (r"含[むまみ]|組み込|統合", r"除外|除い|切り離|分離|排除"),
        (r"枠内|内部|域内", r"枠外|外部|域外"),
        (r"二者間|二国間", r"多国間|多者間"),
        (r"安定", r"不安定"),
        (
            r"維持|継続|引き続き|保[ちっつ]|続[けくい]",
            r"削除|放棄|撤回|廃止|打ち切|失[わいっ]|終了|終わ|終え|中止|停止|やめ",
        ),
        (r"依然|引き続き|変わり(?:は|が)?な|なお", r"もはや|もう(?=[^、。]*な[いくか])"),
        (r"同等|同程度|同じ|同様|変わらず", r"下回|上回|大幅|はるか|半減|倍増|異な"),
        (r"可能性|かもしれ|検討|見込|見通し|想定|みられ", r"確定|決定済|断言|間違いなく"),
        (r"含[むまみ]|加え|加わ|参加", r"除[かいく]|排除|外[しさ]|加わら|参加せ"),
        (r"近づ|接近|緊密", r"遠ざか|離れ|疎遠"),
        (r"有利|利益|資する|役立|貢献|寄与", r"不利|損な|妨げ|阻害|害[しす]"),
        (r"一致団結|結束|団結", r"分断|亀裂|足並みの乱れ"),
        (r"同[じ一]|共通|一律|画一", r"異な|相違|様々|別々"),
        (r"公開|公表", r"非公開|秘密|機密|未公表"),
        (r"厳し[くいさ]|警戒|硬化", r"和ら|緩[和ん]|友好|好意|軟化|好転"),
        (r"支持|賛成|歓迎|承認|合意", r"反対|拒否|批判|非難|否決|却下"),
        (r"恒久|永続|長期", r"一時的|暫定|短期"),
        (r"可能", r"不可能"),
        (r"一体|一元|統一", r"分割|分断|分裂|別個"),
        (r"達成|成功|果た", r"未達|失敗|断念"),
        (r"有志|任意|自発", r"義務|強制"),
        (r"加速|促進|推進|進展|進[みんめ]", r"減速|停滞|遅延|妨げ|阻[みむ]"),
        (r"大勝|勝利|勝[ちっ]", r"大敗|敗北|敗れ"),
        (r"必要|求められ", r"不要|不必要"),
        (r"十分", r"不十分"),
        (r"主要|重要|不可欠", r"些細|副次的|軽視"),
        (r"同時|一斉", r"別々|個別"),
        (r"自然", r"不自然"),
        (r"残[るさっりす]", r"解消|解決済|なくな"),
        (r"許可|認め(?!な)", r"禁止|禁じ"),
        (r"一致|合意|結束", r"不一致|対立|相違|不和|分裂"),
        (r"容易|余裕|余力|軽[いく]|無理な", r"困難|過重|負担|重すぎ|難し"),
        (r"完全|全面|全体", r"部分的|一部|不完全"),
        (
            r"多く(?!て|とも)|複数|多数|大半|ほとんど",
            r"少数|唯一|(?:だけ|のみ)(?!で(?:は)?なく|ならず)",
        ),
        (r"既に|すでに|済み", r"まだ|依然|これから"),
        (r"共同|合同|包括", r"単独|個別|別々"),
        (r"当初|もともと|元々|最初", r"最終的|結局|のちに|後に"),
        (r"最低|少なくとも|下限", r"最大|多くとも|上限|せいぜい"),
        (r"上回|超え|超す|以上|しのぐ", r"下回|以下|未満|届か(?!な)|及ば(?!な)|割り込"),
        (r"格上|昇格", r"格下|降格"),
        (r"確実|明確", r"不確実|不明"),
        (r"期待|楽観", r"懸念|悲観|危惧|不安"),
        (r"積極", r"消極|慎重"),
        (r"直接", r"間接"),
        (r"定期", r"不定期|一度きり"),
        (r"望まし|理想", r"望ましくな|避けるべき"),
        (r"当面|暫定|一時", r"恒久|永続"),
        (r"重要|不可欠|主要|最大の", r"副次|二次|付随|瑣末"),
        (r"非致死", r"(?<!非)致死|殺傷"),
        (r"最前線", r"後方"),
        (r"広範|幅広|多岐", r"限定|限られ|狭い"),
        (r"有効|機能し", r"無効|形骸"),
        (r"早期|早い段階|初期", r"後期|最終段階|遅い段階"),
        (
            r"増[加やえ大額し]|上昇|上回|高ま|高め|拡[大充張が]|広[がげ]|強ま|強め|強化|深ま|深め|深化|厳し|激し"
            r"|重[くみい]|大きく(?:な|す|し)|伸び|膨ら|格上|さらに",
            r"減[少らりっ額]|下降|下回|低下|低[ままく]|縮[小めま減]|狭[めまい]|弱[まめい]|弱体|薄[れま]|和ら|緩[むみめ和]"
            r"|軽[くい減]|小さ[くな]|落ち込|鈍[るっ化]|後退|冷え|格下|絞[らりっ]|少な[くい](?!な)|穏やか|余[るっり]",
        ),
    ),
}
OPPOSITES = {
    language: tuple(
        (re.compile(rf"\b(?:{a})\b"), re.compile(rf"\b(?:{b})\b"))
        if language == "en"
        else (re.compile(a), re.compile(b))
        for a, b in pairs
    )
    for language, pairs in _PAIRS.items()
}
# Marked expressions: a sentence that has one of a group says something that a paragraph without
# any of the group, in either form, does not say.
_MARKED: dict[Language, tuple[str, ...]] = {
    "en": (
        r"stop\w*|put an end|end(?:s|ed) (?:its|their|all)|ceas\w+|halt\w*|abandon\w*|g(?:i"
        r"|a)ve\w* up|discontinu\w+|cancel\w*"
        r"|abolish\w*|dissol\w+|scrap\w*|terminat\w+|suspend\w*|withdr\w+|quit\w*|remov\w+"
        r"|drop(?:s|ped)|delet\w+|leav(?:e|es|ing)|left|dismantl\w+",
        r"refus\w+|reject\w*|oppos\w+|den(?:y|ies|ied)|objec(?:t|ts|ted|tion)\b|condemn\w*"
        r"|ban(?:s|ned)?|forbid\w*|prohibit\w*|veto\w*|disagree\w*",
        r"decreas\w*|reduc\w+|lower\w*|cut\w*|declin\w*|less"
        r"|fewer|smaller|shrink\w*"
        r"|shrunk|scal(?:e|es|ed|ing) (?:down|back)"
        r"|weak\w*|worse\w*|deteriorat\w+|los(?:t|es?|ing)|soft\w*"
        r"|short of|below|stagnat\w+|slow\w*|delay\w*|apart(?! from)|distanc\w+|instab\w+"
        r"|unstab\w+",
        r"bigger|larger|largest|greater|grow\w*|grew|increas\w*|rais\w+|ris(?:e|es|ing)|exceed\w*"
        r"|expan\w+|enlarg\w+|higher|significantly more|additional|further|rose",
        r"complet\w*|in full|full(?:y|est)?|entire\w*|already|solv\w+|solution|finish\w*"
        r"|accomplish\w*"
        r"|resolv\w+|achiev\w+|met (?:the|its|their)|fulfil\w*",
        r"fail\w*|unable|incomplete|insufficient\w*|did not have|not sufficiently",
        r"independen\w+|part of|reporting|directly",
        r"every\w*|all|always|each|any(?:body|one)",
        r"lament\w*|deplor\w+|regret\w*|disappoint\w+",
        r"stay\w* away|boycott\w*|absen\w+|skip(?:s|ped)|postpon\w+|shelv\w+|put off",
        r"unanim\w+|full agreement|consensus",
        r"eas(?:y|ily|e)|comfortabl\w+|without (?:strain|difficulty|trouble|any)|smooth\w*|mild\w*"
        r"|gentl\w+",
        r"steep\w*|sharp(?:ly)?|dramatic\w*|s[aiu]nk|plung\w+",
        r"formal\w*|official\w*",
        r"only|solely|exclusively|alone|sole",
        r"most|majority|many|several|numerous|multiple",
        r"unclear|secret\w*|confidential\w*|undisclosed",
        r"repeatedly|many times|again and again|several times|time and again",
    ),
    "ja": (
        r"終了|終え|中止|停止|廃止|撤[回退廃]|打ち切|放棄|断念|解散|解体|脱退|離脱|取りやめ|削除|消え|撤収",
        r"拒否|拒[みむん]|反対|否決|却下|批判|非難|禁止|異議",
        r"減[少らり額]|削減|下回|低下|下落|縮小|薄れ|弱[ままい体]|後退|悪化|停滞|鈍化|和ら|緩[和ん]|穏やか|失[いわっ]"
        r"|不安定|劣|短縮",
        r"増[加やえ大額]|上回|超え|上昇|高ま|拡大|拡充|強[化ま]|深[化まめ]|広[がげ範]|さらに|向上|発展|最大|大幅",
        r"完了|完成|解決|すべて|既に|すでに|十分|余裕|完全|達成",
        r"不足|足り|欠け|欠如|満たしていな|不十分|失敗",
        r"独立|直属|別個",
        r"全(?:て|部|文|[加同])|すべて|常に|必ず|あらゆる|各",
        r"嘆|遺憾|失望|残念",
        r"見送|延期|先送|棚上げ|欠席|抑え|控え",
        r"満場一致|全会一致|完全な合意",
        r"容易|無理なく|円滑|問題なく|穏健",
        r"大きく(?:減|下)|急減|激減|急落",
        r"正式|公式",
        r"多数|複数|大半|ほとんど|いくつも",
        r"一度も|全く|まったく|一切",
        r"独自|単独|唯一",
        r"何度も|度々|たびたび|繰り返し",
        r"だけ(?:で(?!は?なく)|が|を)|のみ(?:で(?!は?なく)|が|を)|もっぱら|専ら|専念",
    ),
}
MARKED_WORDS = {
    language: tuple(re.compile(rf"\b(?:{g})\b" if language == "en" else g) for g in groups)
    for language, groups in _MARKED.items()
}
