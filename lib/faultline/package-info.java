/**
 * What every room of the library is built with.
 *
 * <p>Jackson is named here, all three jars, because others ask for older ones and JBang takes the
 * nearest.
 */
//JAVA 25+
//COMPILE_OPTIONS -Xlint:all,-serial,-restricted -Werror
//RUNTIME_OPTIONS --sun-misc-unsafe-memory-access=allow --enable-native-access=ALL-UNNAMED
//RUNTIME_OPTIONS -Dorg.slf4j.simpleLogger.defaultLogLevel=error
package faultline;
