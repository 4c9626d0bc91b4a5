/**
 * All that a model may say beside the parts of a reply: between two signs of punctuation stands one of these phrases and
 * nothing else, so that what is harmless alone cannot be put together to something that is not. `(a|b)` is a choice, `[a]`
 * may be left out, and words in capitals are listed below; SUBJECT is a word for what the next part is about. Before each there
 * may be some of FILLERS, and they may stand alone. The model's instructions and what reads its answer are both made from here.
 */
export const PHRASES = {
  /** Anywhere. */
  greetings: [
    '(hi|hello|hey) [there]',
    '[many] thanks [(so much|a lot|again)] [for THANKED]',
    'thank you [(so much|very much|again)] [for THANKED]',
    '(good|great|nice) to hear from you',
  ],

  questions: [
    "[(that's|those are|these are|what)] [(a|two|both|some)] [(really|very)] (good|great|fair) (question|questions)",
    "[i'm] glad you asked",
  ],

  openings: [
    "[(i'm|i'd be)] [(always|more than)] (happy|glad) to (help|answer|share) [out] [with] [THEM] [(for you|with you)]",
    "[(i'm|i'd be)] [(always|more than)] (happy|glad) to (look|check|pull|go over|go through|walk you through|take you through) [(on|at)] [THEM] [up] [(for you|with you)]",
    '(got it|gotcha|understood|let me see|here you go|here it is|here they are|here we go)',
    "(let me|let's|i'll) [just] (see|have a look|take a [quick] look|look|check) [[(at|on)] (THEM|SUBJECT)] [for you]",
    "(let me|let's|i'll) [just] ((walk|take|run) you (through|over)|go (through|over)|run through) (THEM|SUBJECT) [for you] [(first|ORDERLY)]",
    "(let me|i'll) [just] share (THEM|SUBJECT) [with you]",
    "(let me|i'll) [just] (pull|bring|look) ((THEM|SUBJECT) up|up (THEM|SUBJECT)) [for you]",
    "(let me|i'll) [just] (lay ((THEM|SUBJECT) out|out (THEM|SUBJECT))|(pull|put) (THEM together|together THEM)) [for you]",
    "(let me|let's|i'll) [just] (answer|cover|take|tackle) (THEM|EACH|[both of] (your|the|these|those) questions) ORDERLY",
    "(let me|let's|i'll) [just] ((answer|cover) EACH|(answer|cover|take|tackle) [both of] (your|the|these|those) questions)",
    "(let me|let's) [just] (answer|cover) THEM",
    "(let me|let's|i'll) [just] (start|begin) with (SUBJECT|the first one|the first question|the first part) [first]",
    "(here's|here is) what (i|i've|we|we've) (found|have|see|can see|know|got|gathered|pulled together|pulled up|put together|looked up) [on file] [for you] [(on|about) THAT] [(on|about|for|in) SUBJECT]",
    "(here's|here is) what's on file [for you]",
    "(here's|here is) what you (wanted|ASKED) [(for|about)] [(on|about) SUBJECT]",
    "(here's|here is|here are) [(a|an|the|your)] [BRIEF] OVERVIEW [(you asked for|you asked about|you wanted|for you|at a glance)] [(on|of|for|about|at|with) (THEM|SUBJECT)] [for you]",
    "(here's|here is|here are) (it all|both|both answers|both of THEM)",
    '(both answers|both of THEM|one thing at a time|one by one|one at a time|step by step|to start|to begin|to start with|to begin with|to kick things off|first things first|first|first up|first off|first of all)',
  ],

  /** What comes next is named. */
  leads: [
    '[THEN] SUBJECT [(first|next|too|as well|also|then|at a glance)]',
    '[THEN] (as for|as to|about|on|on to|onto|over to|regarding|concerning|for|turning to|moving on to|moving to|going on to|getting to|coming to|switching to|jumping to|when it comes to|speaking of|starting with|beginning with) SUBJECT',
    '[THEN] as far as SUBJECT (goes|go)',
    '[THEN] (as for|regarding|about|on|to|to answer) your [(other|second|next|last)] question (about|on) SUBJECT',
    "[THEN] (here's|here is|here are|that brings us to|that brings me to|that leaves|which brings us to) SUBJECT [(too|as well|next|first|also|at a glance)]",
    "[THEN] (here's|here is|here are) [(a|an|the|your)] [BRIEF] OVERVIEW (on|of|for|about|at) SUBJECT [(too|as well|next|first|also|at a glance)]",
    '(next|next up|up next|first|first up|then) (is|are|comes|come) SUBJECT',
    "then there's the SUBJECTS",
    '[THEN] (since|as|because) you [also] ASKED [about SUBJECT] [(too|as well)]',
    '[THEN] you [also] ASKED about SUBJECT [(too|as well)]',
    '[THEN] on the SUBJECTS (side|front)',
    "[THEN] (let's|let me|i'll) [also] (look at|turn to|move on to|start with|begin with|cover|touch on) SUBJECT [(first|next|now|too|as well)]",
    "[THEN] (let's|let me|i'll) [also] (take|have) a [quick] look at SUBJECT [(first|next|now|too|as well)]",
  ],

  bridges: [
    '[THEN] [(as for|about|on|on to|turning to|moving on to|for|to answer|answering|regarding|concerning)] (your|the) (other|second|next|third|last) (question|part|thing|point|bit|half) [you asked about]',
    '[THEN] (as for|about|on to|turning to|moving on to|to answer|regarding) the (other|second|next|third|last) one [you asked about]',
    "[THEN] (next|next up|up next|in addition|on top of that|along with that|while i'm at it|while we're at it|at the same time|by the way|on that note|on a related note|with that|with that said|that said|with ((that|all that|all of that|this) (covered|in mind|said|done|out of the way)|SUBJECT (covered|in mind))|with all that|with that in mind|after that|from there|finally|lastly|last but not least|last|second|third|to wrap up|to finish|meanwhile|separately|in the meantime|moving on|moving along|moving right along|one more thing|another thing|besides)",
  ],

  /** Where all parts tell of something that there is, and nothing else was asked for. */
  pleased: [
    '(sure|sure thing|of course|absolutely|certainly|no problem|no problem at all|no worries|you bet|happy to)',
  ],

  /** Before a part that tells that something is not there. */
  missing: ["(unfortunately|i'm afraid|i'm sorry|sorry)"],

  /** After a part that asks nothing. */
  closings: ['[i] hope (that|this|it|these) (helps|help) [you] [out]'],

  /** Beside a question that is none of the assistant's business. */
  regrets: [
    '[i] [really] (wish|do wish) [that] i (could|had an answer|could be of help|could help [you] [out]|could answer|could say more|could do more) [for you] [(there|here|more)] [with] [THAT] [for you] [but]',
    '[IAM] [VERY] sorry [(about that|for that)] [but]',
    '[my] apologies [but]',
    "(unfortunately|i'm afraid|i am afraid|honestly|i hear you)",
    "[REGRET] (that's|that is|that one's|that one is|this is|this one's|this one is|it's|it is|this falls|that falls|this one falls|that one falls) OUTSIDE [i'm afraid]",
    "[REGRET] (that's|that is|that one's|that one is|this is|it's|it is) not [really] (something|one) [that] i (can|could) [really] (help|answer|speak to|assist|handle|do much about) [with] [for you]",
    "[REGRET] (that|this|that one|this one) isn't [really] (something|one) [that] i (can|could) [really] (help|answer|speak to|assist|handle|do much about) [with] [for you]",
    "[REGRET] (i can't|i cannot|i can't really|i'm not able to|i am not able to|i'm unable to) (help|answer|speak to|assist|handle|weigh in on|do much about|help you) [with] THAT",
    "[REGRET] [i] (can't|cannot) help (there|here|with THAT)",
    "[REGRET] i (don't|do not) [really] have an answer (for|to) THAT [for you]",
    "(i can't|i cannot|i'm not able to|it's not something i can do)",
    "i'd (love|like) to help [you] [out] [with THAT] [but]",
    '[i] appreciate the question',
    "i (appreciate|understand|get) (that|the question|you asking|why you ask|why you're asking|where you're coming from) [but]",
    '(that said|with that in mind|in the meantime|that being said)',
  ],

  /** To a customer who has been wronged: nothing is admitted, and nothing is said of what will be done. */
  sympathies: [
    '[oh no] [IAM] [VERY] sorry [(about|for) (that|this|all of this|all this|(the|your|all the|any) BURDEN)]',
    "[IAM] [VERY] sorry to hear (that|this|about (that|this|it|all of this|your BURDEN)|you're (going through|dealing with) (that|this)|you've had to (deal with|go through) (that|this|it))",
    "[IAM] [VERY] sorry [that] (you're|you are|you've been) (going through|dealing with|left with|put through) (that|this|all of this|all this)",
    '[IAM] [VERY] sorry [that] you (had|have had|went through|have been through) [to] [(deal with|go through|face)] (that|this|all of this|all this)',
    "[IAM] [VERY] sorry [that] you've (had to|been) (deal with|go through|face|dealing with|through) (that|this|it|all of this|all this)",
    '[IAM] [VERY] sorry [that] (this|that|it) (has been|was|is) [VERY] HARD [for you]',
    'i [VERY] apologize for (that|this|(the|your|all the|any) BURDEN)',
    '(oh no|i hear you|i see|i [do] [VERY] understand|understood)',
    '(that|this|it) (sounds|must be|must have been|must feel|can be|is|has to be|has been|feels) [VERY] HARD [(for you|to (hear|deal with|go through))]',
    "that's [VERY] HARD [to (hear|deal with|go through)]",
    "(what|that's|that is|that sounds like) (a|an) [VERY] HARD (situation|experience|thing|spot) [to (be in|deal with|go through)]",
    "i [VERY] [(can|do|can only)] [VERY] (understand|hear|see|imagine|appreciate|get) (you|that|this|it|your BURDEN|how [VERY] HARD (that|this|it) (is|must be|must have been|has been|feels|can be)|why (you're|you are|you feel|you'd be) [VERY] HURT|why (that is|this is|that's) [VERY] HARD|how you feel|how [VERY] HURT (you are|you must be|you feel)|where you're coming from)",
    '[i] [VERY] appreciate you (telling me|letting me know|sharing (that|this) [with (me|us)]|bringing this up|reaching out)',
    '(thank you|thanks) [so much] for (telling me|letting me know|letting us know|sharing (that|this)|bringing (this|that) up|bringing (this|that) to (my|our) attention|flagging (this|that))',
    "(you have|you've) every (right|reason) to (be|feel) [VERY] HURT",
    "it makes [VERY] sense [that] (you're|you are|you feel|you'd be) [VERY] HURT",
    "(that's|that is|it's|this is) [VERY] understandable [[that] (you're|you are|you feel|you'd be) [VERY] HURT]",
    'anyone would (be|feel) ([VERY] HURT|the same|that way)',
  ],
} as const satisfies Record<string, readonly string[]>;

/** Words in capitals, but for SUBJECT and SUBJECTS, which the next part gives. */
export const LISTED: Readonly<Record<string, string>> = {
  THANKED:
    '(asking|checking [in] [with (me|us)]|reaching out|getting in touch|writing [in]|stopping by|bearing with me|your (question|questions|patience|message))',
  THEM: '(that|this|those|these|it|both|them|it all|that all|this all|them all|all of (that|this|it|those|these)|both of (those|these|them))',
  EACH: '(each of (these|those|them)|all of them)',
  THAT: '(that|this|that one|this one|it)',
  ORDERLY: '(one by one|one at a time|in turn|in order|step by step)',
  BRIEF: '(quick|short|brief|full|little)',
  OVERVIEW:
    '(rundown|summary|overview|look|list|breakdown|recap|scoop|picture|answer|answers|info|information|details|lowdown)',
  THEN: '(also|then|plus|next|now|first|second|third|next up|first up|up next|finally|lastly|last|last but not least)',
  FILLERS: '(and|so|but|too|as well|well|okay|ok|oh|ah|hmm|alright|all right|then|also|plus|now|though)',
  IAM: "(i'm|i am)",
  ASKED: '(asked|wanted to know|were [also] asking|were [also] wondering|were [also] curious)',
  REGRET: "(unfortunately|i'm afraid|sorry)",
  OUTSIDE:
    '[just] [(a bit|a little|a tad)] (outside|outside of|beyond|out of) (me|my area|my lane|my reach|my scope|my wheelhouse|what i do|what i (can|could) (do|help with|handle|answer)|what i look after)',
  VERY: '(so|terribly|total|perfect|so very|very|really|truly|deeply|incredibly|genuinely|completely|totally|perfectly|quite|absolutely|just|fully|extremely)',
  HARD: '(frustrating|upsetting|disappointing|annoying|stressful|unpleasant|inconvenient|rough|tough|hard|awful|terrible|difficult|unsettling|aggravating)',
  HURT: '(frustrated|upset|disappointed|annoyed|unhappy|stressed|angry|bothered)',
  BURDEN: '(trouble|frustration|inconvenience|disappointment|hassle|stress|aggravation|upset)',
};
