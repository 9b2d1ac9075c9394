"""The words by which a résumé says that something is denied, wanted, being learnt or lapsed. Classes, not phrases.

All in lower case. A class names what its words do in a sentence; the rules that combine them stand in `assertion`.
"""

from __future__ import annotations


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


MENTION = "¤"
"""Stands in a clause for a mention."""
JOINTS = frozenset((",", "/", "&", "+", "and", "or", "nor", "|"))
MARKS = frozenset((":", "(", "-", "=", ",", "[", "?"))
SIGNS = frozenset((".", "-", ":", "(", MENTION))
STOPS = frozenset((")", "]", ",", ".", "|"))
ALL = _words("everything all anything nothing")

NEGATORS = _words(
    "don't doesn't didn't haven't hasn't hadn't isn't aren't wasn't weren't can't couldn't won't wouldn't "
    "shouldn't needn't ain't no not never neither nor none nil zero without w/o n/a cannot cant dont didnt havent "
    "lack lacks lacked lacking absence unable unfamiliar inexperienced untrained unskilled uncertified unversed "
    "unexposed declined dropped failed away minus excluding excl nobody"
)
"""Deny what stands behind them, as far as only words without weight stand between."""
VERBAL_NEGATORS = _words(
    "never cannot don't doesn't didn't haven't hasn't hadn't couldn't wasn't weren't dont didnt havent"
)
"""Negators of a verb; so is "not" behind one of `AUXILIARIES`."""
AUXILIARIES = _words("do does did have has had could can am is are was were")
NOT_DENYING = _words(
    "miss missed misses fail failed fails let late exceed exceeded delay delayed delaying compromise compromised "
    "lose lost skip skipped forget forgot forgotten breach breached violate violated overlook overlooked wait "
    "waited rely relied stop stopped hesitate hesitated cease limit limited limits just only merely simply need "
    "needed needs tolerate accept accepted reject rejected drop dropped fall fell go goes went leave left break "
    "broke deviate deviated more less better so always necessarily reminded"
)
"""Verbs and words behind a negated verb form that tell of work well done, or take the denial back."""
PERSONAL_NEGATORS = _words("unfamiliar inexperienced untrained unskilled uncertified unversed unexposed")
"""Negators that speak of a person, whatever stands behind what they deny: "unfamiliar with CDISC standards"."""
COUNTING = _words("no zero nil without w/o")
"""Negators that may say of a thing that it did not come up, not that one cannot do it."""
DIRECT_NEGATORS = _words("except besides excepting missing gap gaps lacking minus excluding")
"""Deny what they stand right before: "all modules except Willow", "Gaps: ADaM"."""
HAVING = _words(
    "experience experiences exposure training knowledge background familiarity skill skills expertise proficiency "
    "certification certifications certificate certificates credential credentials license licence licenses licences "
    "understanding qualification qualifications coursework involvement access competence competency competencies "
    "practice project projects exam test program programme course class degree exp hours use used using work worked "
    "working works held hold holds had train trained certified credentialed qualified experienced skilled proficient "
    "familiar versed exposed competent code coded coding programmed perform performed conduct conducted handle handled "
    "administer administered learn learned learnt study studied take taken took touch touched encounter encountered "
    "complete completed obtain obtained earn earned pass passed practise practised practiced accredited know knows "
    "knew known extend extends include includes included cover covers covered involve involves involved require "
    "requires required need needed claim claimed see seen sat sit deal dealt write written wrote build built run ran "
    "do done did possess operate operated configure configured try tried attempt attempted manage managed teach taught "
    "hands received provided offered given available applicable responsible responsibility accountable tasked charged "
    "submit submitted monitor monitored enter entered process processed review reviewed assign assigned draft drafted "
    "prepare prepared design designed develop developed validate validated support supported lead led own owned"
)
"""Words of having or doing something; a negator with one of these denies what they govern."""
TRANSPARENT = _words(
    "a an any the all my our your their his her its this that such some of in with for to at by on as from under via "
    "and or either both nor but prior previous former formal direct actual actually real practical practically much "
    "significant extensive professional personal substantial documented recorded current currently presently yet ever "
    "so far still before really be been being have has having am is are was were do does did i we me you it there one "
    "own them little kind sort type level years year months get got gets getting given offered chance opportunity "
    "offer occasion part module modules tool tools system systems software application applications standard standards "
    "credential dictionary role roles job jobs position positions work duty duties employer employers profile resume "
    "cv team teams out also theoretical independent independently hands day area areas strength forte field other etc "
    "about everything whatsoever least date moment present point writing now time"
)
"""Words that let a denial through to what stands behind them."""
BADLY = _words("late incorrectly wrongly early twice alone again past over below beyond behind")
"""Behind a mention these say that it was done, and how it never was: "never submitted an IRB package late"."""
NEXT_TO_DENIED = _words(
    "experience exposure training knowledge background familiarity skills skill expertise proficiency "
    "certification certifications certificate certificates credential credentials license licence understanding "
    "qualification qualifications coursework involvement exam project projects holder certified trained "
    "credentialed qualified experienced licensed course class degree programme program at in on so yet here there "
    "for as to before since during until but and or however though although whatsoever either ever used was is "
    "were are has had what anymore work"
)
"""What may follow something denied outright ("no SDTM experience"); other words are what the denial is of."""
DENIES_BEFORE = NEGATORS | DIRECT_NEGATORS | _words("but apart other aside except yet 0")
DENIES_BEHIND = NEGATORS | _words("by new unknown 0 nonexistent absent missing lacking")
"""Without one of these before or behind it nothing is denied."""
NOUNS_OF_HAVING = _words(
    "experience exposure training knowledge background familiarity skills skill expertise proficiency "
    "certification certifications certificate certificates credential credentials understanding qualification "
    "qualifications coursework involvement exam"
)
MINE = _words("part among mine my")
"""After a negator behind a mention: "was not part of my duties"."""
WISHES = _words(
    "moving transitioning stepping pivoting "
    "want wants wanting hope hopes hoping aim aims aiming seek seeks seeking eager keen interest interested "
    "aspire aspires aspiring aspiration intend intends intending looking desire desires desiring wish wishes "
    "wishing goal goals ambition objective willing hopeful motivated ready excited curious open dream dreams plan "
    "plans planning considering consider interests sought passionate target targeting apply applying love like "
    "ideal aspirations prospective pursue"
)
MODALS = _words("would will could should shall might may if")
FUTURE = _words("next upcoming future planned scheduled target career ideal prospective aspiring coming")
GAINING = _words(
    "learn learning gain gaining earn earning obtain obtaining acquire acquiring attain attaining get become "
    "becoming complete completing develop developing study studying train trained training transition "
    "transitioning move moving work pursue pursuing take taking sit sitting break enter entering grow build "
    "building expand expanding pass passing achieve achieving certify certified certifying start starting explore "
    "exploring upskill upskilling add begin join joining master mastering specialise specialize finish secure "
    "land test apply applying"
)
MODAL_GAINING = _words(
    "welcome learn learning gain earn obtain obtaining acquire attain become certified study train trained take "
    "sit pursue pursuing achieve complete finish pass myself"
)
ROLES = _words(
    "externship practicum traineeship clerkship fellowship position positions role roles job jobs career careers "
    "opportunity opportunities employment internship internships placement exposure entry post posts vacancy "
    "field apprenticeship"
)
TITLES = _words(
    "associate coordinator coder biller manager analyst specialist programmer monitor scribe statistician "
    "biostatistician auditor officer assistant technician consultant cra crc"
)
"""What a wish may be for: a post by its title."""
REACHED = _words("reached met achieved exceeded attained surpassed beaten")
"""A goal of which one of these is told is behind the writer."""
PURSUED_OTHERWISE = _words(
    "excellence quality improvement improvements claims denials appeals accounts balances payments reimbursement"
)
"""What is pursued in daily work, and not learnt."""
AFTER_WISH = ROLES | _words(
    "certification certifications credential credentials training exam skills work professional coder specialist"
)
USING = _words(
    "my where which who that whom using use utilize utilise utilizing leverage leveraging apply-to bring bringing "
    "contribute contributing draw drawing offer offering requires requiring demonstrated proven extensive strong "
    "year years expertise skilled share sharing experienced hire"
)
"""Behind a wish these turn back to what the writer has."""
BASE_GAINING = _words("receive become complete finish obtain earn pass sit take acquire attain get pursue begin start")
"""Infinitives that, right before a certification, speak of one not yet held."""
BEFORE_BASE = _words("will to would could shall can should must : do")
LOOKED_FOR = _words("after want seek seeking looking")
LEARNING_NOW = _words(
    "studying pursuing shadowed shadowing upskilling brushing beginner trainee undergoing self-study exploring "
    "revising shadow reskilling"
)
LEARNING_AS_NAME = _words(
    "curve curves materials path paths health management system systems modules lead leads coordinator specialist "
    "team platform content needs outcomes solutions design designer environment resources culture "
    "department hub portal programme program"
)
"""Behind "learning" these make it a name."""
LEARNING_IF_NEAR = _words("exploring observed observing observer self-study")
COURSES = _words(
    "class classes course courses bootcamp camp mooc webinar webinars tutorial tutorials semester cohort "
    "apprenticeship traineeship programme program workshop module lessons coursework masterclass diploma training"
)
ATTENDING = _words(
    "undertaking undergoing begin taking attending following doing halfway started starting currently presently "
    "accepted registered signed booked enrolled enrolling second first third final current into through midway "
    "begun"
)
ATTENDING_NOW = _words("taking attending following completing")
ATTENDING_OTHERS = _words("accepted enrolled registered signed admitted")
EXAM_AHEAD = _words(
    "pursuit preparing preparation prepare sitting sit scheduled registered awaiting expect expects expected "
    "expecting anticipate anticipates anticipated anticipating candidate eligible pending upcoming planned "
    "working completing process track set"
)
LEARNING_AFTER = _words(
    "expected anticipated pending planned scheduled candidate eligible student trainee upcoming ongoing awaiting "
    "booked underway enrolled studying learning beginner apprentice begins starts registered eligibility"
)
ASIDES = _words("observed observation shadowed shadowing training coursework course theory classroom")
HEADS_AHEAD = _words(
    "progress ongoing underway pending planned upcoming scheduled expected anticipated future learning studying "
    "development"
)
"""In a heading of courses or certifications these say that what follows its colon is under way."""
PROVIDERS = _words("coursera edx udemy datacamp udacity linkedin pluralsight codecademy khan aapc ahima")
"""Who gives courses: in a bracket with "in progress" they say that the mention is one."""
UNDER_WAY_ASIDES = _words("pursuing appearing preparing undergoing")
"""Alone in a bracket behind a mention these say that it is under way; elsewhere they speak of what follows them."""
SHOWS = _words("demo demos demonstration demonstrations webinar webinars lecture lectures video videos")
"""Where something is seen, and not done."""
ATTENDS = _words("attend attends attended attending")
MEETINGS = _words(
    "meeting meetings conference conferences session sessions lecture lectures seminar seminars talk talks"
)
PARTS_OF_COURSES = _words("week weeks module modules lesson lessons course courses chapter chapters")
"""What is counted of a course: "week 4 of 12", "two of five modules"."""
_DIGITS = "zero one two three four five six seven eight nine ten"
NUMBERS = {word: at for at, word in enumerate(_DIGITS.split())}
MONTHS = _words(
    "jan feb mar apr may jun jul aug sep sept oct nov dec january february march april june july august september "
    "october november december"
)
WITH_ASIDES = (
    ASIDES
    | UNDER_WAY_ASIDES
    | _words(
        "still currently now for exam only basic basics introductory intro planned in class a short online formal "
        "internal"
    )
)
"""A bracket of these alone says how far it went: "(observed only)", "(basic course planned)"."""
PURSUES_BEFORE = LEARNING_NOW.union(
    *(LEARNING_IF_NEAR, COURSES, EXAM_AHEAD, ATTENDING_OTHERS, ATTENDING_NOW),
    _words(
        "learning towards toward enrolling through up speed myself self progress learn familiar acquainted steps "
        "student training trained new heard start forward week month semester started directed building growing "
        "expanding deepening broadening getting sitting applied change attend attends attended attending"
    ),
)
"""Without one of these before it nothing is being learnt."""
LEARNT_NOUNS = _words(
    "certification certificate training course coursework class exam test programme program studies module"
)
LAPSED = _words(
    "expired lapsed former formerly ex inactive previously past once retired revoked surrendered suspended outdated"
)
LAPSED_AFTER = _words("expired lapsed inactive revoked surrendered retired suspended outdated")
NOT_KEPT = _words("renewed maintained current active valid kept")
HELD = _words(
    "certified held hold holder active credentialed registered licensed member my a an the as in by certification "
    "certifications certificate credentials licence license"
)
PEOPLE = _words(
    "others colleague colleagues team teams teammates staff member members employees physicians physician nurses "
    "nurse students interns intern candidates coders coder people applicants clients client companies customers "
    "vendors trainees analysts analyst residents peers hires graduates associates participants consultants "
    "consultant programmers coordinators doctors doctor providers manager managers supervisor boss husband wife "
    "father mother sister brother partner partners holders statisticians statistician monitors investigators "
    "auditors developers users recruits contractors freelancers experts professionals cras crcs"
)
THEIR_OWN = _words(
    "held hold holds earned passed obtained possess possessed possesses lack lacked lacking holding possessing "
    "use uses used documented documents explained wrote writes coded know knew run ran pursuing studying "
    "certified trained with had using own do does perform performed handled built programmed monitored validated "
    "reviewed managed designed developed analysed analyzed did work worked works codes programs"
)
GROUPS = PEOPLE | _words("sites site clinics hospitals practices patients families subjects users centres centers")
"""Those whom a writer helps: what they lack is not what the writer lacks."""
SPANS_OF_TIME = _words("year years yr yrs month months")
TEACHING = _words(
    "trained train taught teach teaching coached coach mentored mentoring helped guided guiding onboarded "
    "instructed tutored supervised educated oversaw introduced prepared"
)
SERVING = _words(
    "supported assisted hired recruited sold scheduled answered interpreted reported worked beside with placed "
    "interviewed watched observed saw booked served under alongside for to interviewing recruiting supporting "
    "assisting"
)
HIRING = _words(
    "reported hired recruited answered reporting placed booked beside scheduled hiring recruiting interviewed "
    "interviewing interviews sourced sourcing recruiter"
)
TAKEN_ON = _words("recruited recruiting hired hiring sourced interviewed")
"""Right before a mention these say that people with it were sought: "recruited SAS programmers"."""
GIVEN_AWAY = _words("outsourced outsource outsourcing subcontracted")
"""What is given to others is done by them."""
MADE = _words("written submitted prepared performed programmed drafted entered")
"""Behind a mention and before "by" these say who made it."""
SELLING = _words("sold sell sells selling marketed marketing resold")
"""What is sold is not what the seller works with."""
KIN = _words(
    "colleagues vendor mentor preceptor friend coworker teammate director supervisor boss manager husband wife "
    "father mother sister brother partner client client's colleague team department"
)
POSSESSORS = _words("client's sponsor's their client clients sponsors")
KINS_VERBS = _words(
    "use handled handles managed manages led leads is was were held holds has had uses used codes coded works "
    "worked knows knew runs ran wrote writes built builds teaches taught programs programmed monitors monitored "
    "does did provided provides delivered delivers supplied supplies"
)
RELATIVES = _words("who that whose which")
OTHERS = _words("another other others different someone somebody colleagues separate outside external vendors")
PREPARING = _words(
    "prep preparation preparatory course courses class classes training bootcamp workshop workshops seminar webinar "
    "coursework tutorial studies"
)
"""Behind a certification these say that it was studied for."""
OF_COURSE = _words("exam examination certification certificate test credential online self-paced board review")
PREPARING_NOW = _words("preparing studying pursuing")
STUDYING = _words("coursework studied study studying credits classes prepared sat")
"""Before "for" or "toward" and a certification these speak of one that is not told to be held."""
LECTURES = _words(
    "talk talks lecture lectures presentation presentations seminar seminars webinar webinars session sessions "
    "conference conferences symposium class classes workshop workshops"
)
LISTENING = _words("attended audited attending joined watched visited")
CONDITIONS = _words("could would may might")
GIVEN = _words("trained given taught needed required asked hired shown allowed")
TO_COME = _words("acquired learned learnt completed taken obtained earned finished awarded passed")
ASKED = _words("will must should have need are possess hold holds has")
REMITS = _words("scope role remit duties responsibilities responsibility job work area")
CREWS = _words("team teams group groups department departments staff people crew")
WORKPLACES = _words(
    "company companies hospital hospitals clinic clinics firm firms organisation organization employer site office "
    "department practice university laboratory lab"
)
THEIR_USE = _words("using used uses use ran runs")
RECRUITING = _words("placed hired recruited interviewed sourced screened placing hiring recruiting interviewing")
FELLOWS = _words("colleagues coworkers colleague coworker supervisor boss manager manager's roommate friends friend")
BOUNDARIES = _words("; however although though whereas while but •")
CLAUSE_OPENERS = _words(
    "so i we then therefore skilled proficient experienced strong expert fluent have has had holds hold holding "
    "now currently plus resulting ensuring using"
)
STEMS = ("aspir", "anticipat", "apprentic", "expir", "laps", "enrol", "observ", "complet")
"""Beginnings of further words for which a clause is looked at."""

WISHES_BEFORE = WISHES | FUTURE | MODALS | BASE_GAINING | {"myself", "to"}
"""Without one of these before it nothing is wished for."""
_ALONE = _words(
    "yet t n w but everything apart other than aside missing progress learning train training trained new steps toward "
    "towards speed myself picking up through beside holders holder interpreted recruited hired reported assisted "
    "supported another others sold answered placed until out let ran run longer be being way used student role "
    "position job career served interviewed interviews scheduled hiring recruiting interviewing sourced recruiter "
    "learn getting becoming study nonexistent sought pursuit sell selling marketed self building growing expanding "
    "deepening broadening attend attends attended demo demos demonstration lecture lectures video "
    "videos directed left outsourced outsource outsourcing subcontracted external recently just heard "
    "by month semester coursera edx udemy datacamp 0 forward start week weeks module modules lesson lessons unit units"
)
CUES = NEGATORS.union(
    *(DIRECT_NEGATORS, WISHES, MODALS, FUTURE, LEARNING_NOW, LEARNING_IF_NEAR, LEARNING_AFTER, EXAM_AHEAD, LAPSED),
    *(
        ATTENDING,
        ATTENDING_OTHERS,
        UNDER_WAY_ASIDES,
        RELATIVES,
        BASE_GAINING,
        POSSESSORS - _words("their client clients sponsors"),
        KIN - _words("team department"),
        PREPARING | PREPARING_NOW | STUDYING | LISTENING | FELLOWS | TO_COME | RECRUITING,
        _words(
            "read reading heard hearing considered offered candidate candidates applicant applicants must you "
            "requirements qualifications beyond outside exposure familiar acquainted"
        ),
        _ALONE,
    ),
)
"""Where a line has none of these, everything in it is asserted."""
