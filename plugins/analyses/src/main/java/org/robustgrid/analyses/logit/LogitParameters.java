package org.robustgrid.analyses.logit;

/** The citation that the logit analyses share. */
final class LogitParameters {

  static final String CITATION =
      "Seguin et al.: Understanding the logit distributions of adversarially-trained deep neural"
          + " networks. 2021";

  private LogitParameters() {}
}
