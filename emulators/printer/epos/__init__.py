"""ePOS-Print: jobs in XML, as browser tills send them, on the same mechanism.

Sources: Epson, ePOS-Print XML User's Manual and the online reference of its elements.
"""
