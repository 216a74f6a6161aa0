# Writes Text/persuasion.txt.gz and prints the lines of src/Elucid/Data/Series/Sunspots.cs:
#   apt-get install r-cran-janeaustenr && Rscript make_data.R

# A paragraph is a line; what is left is printable ASCII. The title page goes.
lines <- janeaustenr::persuasion
lines <- lines[which(lines == "Chapter 1"):length(lines)]
paragraph <- cumsum(lines == "")
text <- tapply(lines[lines != ""], paragraph[lines != ""], paste, collapse = " ")
text <- gsub(" +", " ", trimws(text))
stopifnot(!grepl("[^ -~]", text))
out <- gzfile("Text/persuasion.txt.gz", "wb", compression = 9)
writeLines(text, out, useBytes = TRUE)
close(out)
cat(length(text), "paragraphs,", sum(nchar(text) + 1), "characters\n")

# Tenths, a line a year. R has the series up to 1983 as it was published then.
tenths <- matrix(round(10 * datasets::sunspots), nrow = 12)
for (year in seq_len(ncol(tenths)))
    cat(sprintf("        %s,\n", paste(tenths[, year], collapse = ", ")))
