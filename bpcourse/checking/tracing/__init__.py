"""Tracing: an answer's own code, watched line by line in one call, as plain data.

snapshots       a value at one moment, of bounded size
axis_letters    what the axes of an array are called
lines           which statement a line belongs to
operation       one step of a line, as X @ w
arithmetic      what only computes, of Python and of NumPy
expressions     which operations a line has; operation_data: the same as plain data
running_frame   a function that is running, step by step
remarks         what is worth a look in a call
call_record     what is kept of a call
stoppable       the same code, in which no `except` holds back what stops it
recorder        watches the calls of one file
beside          what was given, beside what was expected
trace_text      how a call looks in a terminal
trace_page      how it looks in a page: trace_view.js is made of the files in view/src
"""
