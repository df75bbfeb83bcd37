/** What an import of one of the package's stylesheets gives: nothing but its rules. */
export {}
