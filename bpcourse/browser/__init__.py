"""Browser: the kernel of a lesson that is a web page. It runs in the page, without Jupyter.

course_kernel   hears what the page asks, and answers it
page_cell       runs the text of one cell
shown           what a thing looks like on the page
kept_files      which files of the learner's have changed, so that the page can keep them
page_room       a seat in a workshop, whose words the page carries
"""
