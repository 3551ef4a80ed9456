package org.robustgrid.analyses.logit;

/** What several analyses cite. */
final class LogitParameters {

  static final String CITATION =
      "Seguin et al.: Understanding the logit distributions of adversarially-trained deep neural"
          + " networks. 2021";

  private LogitParameters() {}
}
