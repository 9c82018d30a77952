"""Site: the course as a folder for any web server, with Python in the page.

build_site        makes it
pyodide_files     Python for the browser, fetched, and compared with what it must be
course_archive    the course itself, as the page's Python imports it
lesson_page       a lesson as a page that can be read without a script, and comes to life with one
front_page        the course's face
site_folder       where a site is made anew beside what is somebody's own
course_wheel      the course as a package, for a kernel in the browser
jupyterlite_site  the other kind of site: the whole notebooks, in JupyterLite
page/             what runs in the page; src/ is bundled into the files beside it
"""
