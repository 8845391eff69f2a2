"""Results for the Allure report, written by ourselves.

Scenarios run in several processes and are judged after their last step, which the adaptor for
behave cannot know; it also loses scenarios under a ``Rule``. Source: the formats of Allure's test
result, category, environment and executor files, as its documentation has them.
"""
