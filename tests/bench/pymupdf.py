"""Redacts a file with PyMuPDF and prints the cost as JSON: FILE TERM...

The calls beneath add_redact_annot and apply_redactions are used, which do the work: the annotation
objects of Debian's package are broken.
"""
import json
import os
import resource
import sys
import tempfile
import time

import fitz

cpu, wall = time.process_time(), time.perf_counter()
doc = fitz.open(sys.argv[1])
removed = 0
for page in doc:
    for term in sys.argv[2:]:
        for quad in page.search_for(term):
            page._add_redact_annot(quad, fill=(0, 0, 0))
            removed += 1
    page._apply_redactions()
out = tempfile.NamedTemporaryFile(suffix=".pdf", delete=False)
doc.save(out.name, garbage=4)
print(json.dumps({
    "pages": doc.page_count,
    "removed": removed,
    "seconds": time.process_time() - cpu,
    "wall": time.perf_counter() - wall,
    "megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    "outputBytes": os.path.getsize(out.name),
}))
os.unlink(out.name)
