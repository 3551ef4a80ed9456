package org.robustgrid.report.html;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The address of a citation's paper. */
final class Papers {

  private static final Pattern ARXIV = Pattern.compile("\\barXiv:(\\d{4}\\.\\d{4,5})\\b");
  private static final Pattern DOI = Pattern.compile("\\bdoi:(10\\.\\d{4,9}/\\S+)");

  private Papers() {}

  /** The paper's own address if the citation names one, else a search for its words. */
  static String address(String citation) {
    Matcher arxiv = ARXIV.matcher(citation);
    if (arxiv.find()) {
      return "https://arxiv.org/abs/" + arxiv.group(1);
    }
    Matcher doi = DOI.matcher(citation);
    if (doi.find()) {
      return "https://doi.org/" + doi.group(1);
    }
    return "https://scholar.google.com/scholar?q="
        + URLEncoder.encode(citation, StandardCharsets.UTF_8);
  }
}
