/**
 * The kit from Java: sentences for notebooks and JShell that begin with {@link Local}, and the
 * runner that makes a page of a notebook.
 */
//SOURCES ../chaos/package-info.java
//SOURCES ../check/package-info.java
//SOURCES ../local/package-info.java
//SOURCES ../measure/package-info.java
//SOURCES ../model/package-info.java
//SOURCES ../net/package-info.java
//SOURCES ../plan/package-info.java
//SOURCES ../report/package-info.java
//SOURCES ../run/package-info.java
//SOURCES ../stack/package-info.java
//SOURCES Asked.java
//SOURCES Block.java
//SOURCES BlockFailed.java
//SOURCES Chart.java
//SOURCES Choice.java
//SOURCES Dimensioned.java
//SOURCES Evaluator.java
//SOURCES Jupyter.java
//SOURCES Local.java
//SOURCES LocalDimension.java
//SOURCES LocalExperiment.java
//SOURCES LocalLoad.java
//SOURCES LocalStack.java
//SOURCES Making.java
//SOURCES Measured.java
//SOURCES Notebook.java
//SOURCES Outputs.java
//SOURCES Pages.java
//SOURCES Piece.java
//SOURCES Planned.java
//SOURCES Session.java
//SOURCES Shell.java
//DEPS info.picocli:picocli:4.7.7
//DEPS org.commonmark:commonmark-ext-gfm-tables:0.29.0
//DEPS org.commonmark:commonmark:0.29.0
//DEPS tech.tablesaw:tablesaw-core:0.44.4
package faultline.note;
