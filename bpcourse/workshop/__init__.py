"""Workshop: a room of people who learn at the same time, and counts of how far the room is.

    workshop           the command that runs a room until it is ended
    workshop_plan      what is done in it, how long that takes, what to cut when late
    room               all that stands in it, in one file
    workshop_server    who may ask what of it; web_server carries that
    presenter          the pages that a browser shows; wall lets experiments live on slides
    counts_table       the counts for a spreadsheet, when it is over
    rehearsal          the same with simulated learners; qr_code draws the join link
    seat               a learner's place in it: taken, given back, and what is said from it
    standing           how the learner stands there, for a line in the lesson
    follower           what tells the room what is new in the learner's journal: journal_events
                       says what and in which words, courier carries it

Nobody is watched: what travels are counts of exercises, predictions and calls for help.
"""
