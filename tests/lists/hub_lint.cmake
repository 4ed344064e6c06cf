# The survey linter: what it finds, and the child that looks at the screens.
suite(lint LABEL unit SRC unit/test_lint.c NEEDS lint test_surveys)
suite(limited LABEL unit SRC unit/test_limited.c NEEDS lint)
target_include_directories(test_limited PRIVATE ${PROJECT_SOURCE_DIR}/sync/hub/lint)
foreach(name reach readability)
    suite(${name} LABEL unit SRC unit/test_${name}.c NEEDS model test_surveys)
endforeach()
