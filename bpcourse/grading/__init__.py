"""Grading: submissions in, scores out.

The score is made by a judge that the student's code never meets: the code runs in a child process
of its own, shut in, and answers questions with plain data.

    intake → judge ⇄ child          one submission: read it, ask it, compare
    results → pages, exports        all of them: keep them, show them
"""
