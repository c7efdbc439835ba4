"""Activities as text: plain ones, and ones with every oddity that XML and IATI allow or that senders write."""

from collections.abc import Callable

from hypothesis import strategies as some

HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n<iati-activities version="2.03" xmlns:usg="https://one.example">'
END = "</iati-activities>\n"
PLAIN = (
    "<iati-identifier>XX-1</iati-identifier>",
    '<reporting-org ref="US-GOV-1" type="10"><narrative>USAID</narrative></reporting-org>',
    '<title>\n <narrative xml:lang="en">Courts &amp; police</narrative>\n</title>',
    '<participating-org ref="P" role="1"/>',
    '<participating-org role="4"><narrative>Partner é</narrative></participating-org>',
    '<activity-status code="2"/>',
    '<activity-date type="1" iso-date="2009-09-01"/>',
    '<activity-date iso-date="2009-11-01" type="2"/>',
    '<activity-date iso-date="2010-08-31" type="4"><narrative>end</narrative></activity-date>',
    '<recipient-country code="KE"/>',
    '<sector vocabulary="1" code="72010"><narrative>Relief</narrative></sector>',
    '<sector vocabulary="2" code="720"/>',
    '<sector vocabulary="99" code="own"/>',
    "<description><narrative>At length</narrative></description>",
    "<budget><period-start iso-date='2010-01-01'/><value currency='EUR'>5</value></budget>",
    "<result><indicator><period><target value='5'><comment/></target></period></indicator></result>",
)
ODD = (
    "<iati-identifier> XX&#45;2\n</iati-identifier>",
    "<iati-identifier><![CDATA[XX > 3]]></iati-identifier>",
    "<iati-identifier>XX<!-- 4 -->-4</iati-identifier>",
    "<iati-identifier/>",
    "<title><narrative xml:lang='fr'>Un</narrative><narrative xml:lang='EN-us'>One</narrative></title>",
    "<title><narrative/><narrative>a <b>c</b> d</narrative></title>",
    "<title><narrative><![CDATA[</iati-activity>]]></narrative></title>",
    "<title>no narrative > here</title>",
    "<titles><narrative>none</narrative></titles>",
    "<reporting-org ref='&#83;ame &lt;'/>",
    '<reporting-org ref="a>b"/>',
    "<participating-org role='9' ref='nine'/><participating-org role='3' ref='three'/>",
    "<activity-date type='3' iso-date='2011-01-01Z'/><activity-date type='2' iso-date='soon'/>",
    "<activity-date/>",
    "<activity-status/>",
    "<recipient-country code=' UG '  percentage='60'/><recipient-country code='KE' percentage='50%'/>",
    "<recipient-country code='UG' percentage='much'/>",
    "<recipient-region code='298'/>",
    "<recipient-region code='7'><narrative>Here</narrative></recipient-region>",
    "<recipient-regions code='7'/>",
    "<sector/>",
    "<usg:sector code='x'/>",
    "<own:note xmlns:own='https://two.example'><own:sector/></own:note>",
    "<sector xmlns:own='https://two.example' own:code='1' code='2'/>",
    "<sector usg:code='1' code='3'/>",
    "<sector xmlns='https://two.example' code='4'/>",
    "<sector xml:id='s1' code='5'/>",
    "<!-- <iati-activity>never</iati-activity> -->",
    "<!-- > </iati-activity> < -->",
    "<!-- plain -->",
    "<?say </iati-activity> ?>",
    "<?say so?>",
    "&#65;&amp;",
    f"{'<a>' * 6}{'</a>' * 6}",
    "<iati-activity/>",
    "<iati-activity><title><narrative>inner</narrative></title></iati-activity>",
    "<other><transaction><transaction-type code='2'/><value>7</value></transaction></other>",
    "<value currency='USD'>500</value><transaction-type code='2'/>",
)
TYPES = ("2", "3", "3", "2", "1", "4", "")
DAYS = ("2010-01-05", "2009-12-31", "2010-01-05Z", "2009-10-01T00:00:00", " 2010-03-01", "2010-02-30", "2998-01-01",
        "soon", "", "20१0-01-01")  # fmt: skip
AMOUNTS = ("100", "40.05", "0.1", "-12.50", "1.", ".5", "007", "1e3", "", " 5\n", "+3", "1.005", "9999999999.99",
           "99999999999.99", "123456789012345678", "many", "1,000", "&#49;5", "<![CDATA[6]]>", "7<!-- -->8", "9<b/>",
           "-", ".", "1..5", "--5", "१२")  # fmt: skip
CURRENCIES = (' currency="USD"', "", " currency=''", " currency='usd'", " currency=' USD '", " currency='EUR'",
              ' value-date="2010-01-01" currency="USD"', " usg:currency='EUR' currency='USD'")  # fmt: skip
WITHIN = (
    "<description><narrative>Part</narrative></description>",
    "<provider-org ref='P'><narrative>USAID</narrative></provider-org>",
    "<sector vocabulary='1' code='15110'><narrative>Policy</narrative></sector>",
    "<sector vocabulary='99' code='8001'/>",
    "<recipient-country code='UG'/>",
    "<recipient-region code='798'/>",
    "<usg:account><usg:code>1</usg:code></usg:account>",
    "<!-- a note -->",
    "<transaction-type code='3'/>",
    "<transaction-date iso-date='2008-01-01'/>",
    "<value currency='USD'>3</value>",
    "<value/>",
    "<transaction><value currency='USD'>900</value></transaction>",
    "<valued>1</valued>",
)
OPENINGS = (
    '<iati-activity default-currency="USD">', "<iati-activity default-currency='EUR'>", "<iati-activity>",
    '<iati-activity default-currency="USD" last-updated-datetime="2010-01-01T00:00:00" xml:lang="en">',
    "<iati-activity\n default-currency='&#85;SD' xmlns:x='https://three.example' x:y='z'>",
    "<iati-activity usg:default-currency='EUR' default-currency='USD'>",
)  # fmt: skip
SPACES = ("", "\n", "\r\n", " <!-- between --> ", "\n    ")


def mostly(*items: str) -> some.SearchStrategy[str]:
    """Draw an item, those that come first far more often."""
    return some.one_of(*[some.just(items[0])] * 6, some.sampled_from(items))


@some.composite
def transactions(draw: Callable[..., str]) -> str:
    parts = [
        f"<transaction-type code='{draw(mostly(*TYPES))}'/>",
        f'<transaction-date iso-date="{draw(mostly(*DAYS))}"/>',
        f"<value{draw(mostly(*CURRENCIES))}>{draw(mostly(*AMOUNTS))}</value>",
        *draw(some.lists(mostly(*WITHIN), max_size=3)),
    ]
    if draw(some.integers(0, 5)) == 0:
        parts = draw(some.permutations(parts))[: draw(some.integers(0, len(parts)))]
    opening = draw(mostly("<transaction>", "<transaction ref='T'>", "<transaction >"))
    return f"{opening}{draw(some.sampled_from(SPACES)).join(parts)}</transaction>"


@some.composite
def activities(draw: Callable[..., str]) -> str:
    """Draw one activity."""
    parts = draw(some.lists(some.sampled_from(PLAIN), max_size=14))
    parts += draw(some.lists(transactions(), max_size=4))
    if draw(some.booleans()):
        parts += draw(some.lists(some.sampled_from(ODD), max_size=2))
        parts = draw(some.permutations(parts))
    closing = draw(mostly("</iati-activity>", "</iati-activity>", "</iati-activity >"))
    return f"{draw(mostly(*OPENINGS))}{draw(some.sampled_from(SPACES)).join(parts)}{closing}"


@some.composite
def files(draw: Callable[..., str]) -> str:
    """Draw a file of a few activities."""
    found = draw(some.lists(activities(), max_size=6))
    space = draw(some.sampled_from(SPACES))
    more = draw(mostly("", "", "<iati-activity/>", "<other/>", "loose", "</iati-activities>", "<!-- <end> -->"))
    return f"{HEAD}{space.join(found)}{space}{more}{END}"
